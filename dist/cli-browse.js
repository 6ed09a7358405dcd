import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import{prepareNative}from"./runtime-native-install.js";import{EXIT,printFailure}from"./cli-failure.js";import"./lib-picocolors.js";import"./report-format.js";import"./model-watermark.js";import"./errors.js";import"./shared-2.js";async function browseCommand(place,flags){try{await prepareNative({env:process.env,log:line=>process.stderr.write(`${line}
`)});let{startBrowsing}=await import("./browse-server.js"),browsing=await startBrowsing({place,port:flags.port??0});return process.stderr.write(`${place} is shown at ${browsing.url}
Ctrl-C ends.
`),await stopped(),await browsing.close(),EXIT.succeeded}catch(error){return printFailure(error,{json:!1})}}function stopped(){return new Promise(resolve=>{for(let signal of["SIGINT","SIGTERM"])process.once(signal,()=>resolve())})}export{browseCommand};
