/** A name as part of a path that people and URLs carry without trouble: all but letters, digits, `_`, `-` and `.` is written as %XX. */
export function safeName(name: string): string {
  return encoded(name, /[^A-Za-z0-9_.-]/gu);
}

/** A name that every file system takes, and that people read as it is: only what is not allowed somewhere is written as %XX. */
export function fileName(name: string): string {
  return encoded(name, /[%/\\:*?"<>|\p{Cc}]/gu);
}

function encoded(name: string, signs: RegExp): string {
  const safe = name.replaceAll(signs, (sign) => [...Buffer.from(sign)].map(percent).join(''));
  // Dots alone mean another folder.
  return /^\.+$/.test(safe) ? safe.replaceAll('.', '%2E') : safe;
}

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
