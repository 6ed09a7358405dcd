/** Collects what replaces one chunk: spans of its bytes, and texts. */
export class MaskedBytes {
  #bytes = Buffer.alloc(0);
  #length = 0;

  /** `expected` bytes, or more. */
  begin(expected: number): void {
    this.#bytes = Buffer.allocUnsafe(Math.ceil(expected * 1.5) + 1024);
    this.#length = 0;
  }

  copy(from: Buffer, start: number, end: number): void {
    this.#reserve(end - start);
    this.#length += from.copy(this.#bytes, this.#length, start, end);
  }

  text(text: string): void {
    // A UTF-16 unit is at most three bytes.
    this.#reserve(text.length * 3);
    this.#length += this.#bytes.write(text, this.#length);
  }

  end(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + more));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
