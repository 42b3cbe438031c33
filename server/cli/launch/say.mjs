// What the launcher tells the person who started it: short lines, apart from what the program itself prints.

/** @typedef {(line: string) => void} Say */

/**
 * @param {NodeJS.WritableStream} stream
 * @returns {Say}
 */
export function sayTo(stream) {
  return (line) => {
    stream.write(`${line}\n`);
  };
}

/** A reason to stop that the person can do something about: shown without a stack. */
export class Stop extends Error {
  /**
   * @param {string} message
   * @param {number} [exitCode]
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.name = 'Stop';
    this.exitCode = exitCode;
  }
}
