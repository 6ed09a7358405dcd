/**
 * Stands for a value that a hook makes and that changes from test to test: each use goes to the one that is there now. `what` names it in
 * the error of a use before there is one.
 */
export function current<T extends object>(what: string, get: () => T | undefined): T {
  const there = (): T => {
    const value = get();
    if (value === undefined) throw new Error(`${what} is not there yet: use it in a hook or a test.`);
    return value;
  };
  return new Proxy({} as T, {
    get: (_, name) => {
      const value = there();
      const member: unknown = Reflect.get(value, name, value);
      return typeof member === 'function' ? member.bind(value) : member;
    },
    set: (_, name, member) => Reflect.set(there(), name, member),
  });
}
