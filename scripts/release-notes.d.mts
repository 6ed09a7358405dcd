export function releaseNotes(version: string, packageVersion: string, changelog: string): string;
