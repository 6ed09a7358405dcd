import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
function endProcess(process,exitCode){process.exitCode=exitCode,setTimeout(()=>process.exit(exitCode),1e3).unref()}export{endProcess};
