// Prints the section of CHANGELOG.md for one version; fails where a release would be wrong. `node scripts/release-notes.mjs 1.2.3`
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The notes of `version`. Throws where the number, package.json and CHANGELOG.md disagree, or notes are still waiting under *Unreleased*. */
export function releaseNotes(version, packageVersion, changelog) {
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`${version} is no version: write three numbers, such as 1.2.3.`);
  if (version !== packageVersion)
    throw new Error(`package.json says ${packageVersion}, not ${version}. Run: npm version ${version} --no-git-tag-version`);
  const sections = new Map(
    changelog
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.split(/\s/, 1)[0], section.slice(section.indexOf('\n')).trim()]),
  );
  if (sections.get('Unreleased')) throw new Error(`CHANGELOG.md has notes under "Unreleased". Move them under "## ${version}".`);
  const notes = sections.get(version);
  if (!notes) throw new Error(`CHANGELOG.md has no section "## ${version}" with notes in it.`);
  return notes;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const read = (name) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
  try {
    process.stdout.write(
      `${releaseNotes(process.argv[2] ?? '', JSON.parse(read('package.json')).version, read('CHANGELOG.md'))}\n`,
    );
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
