// Figures that tests measure, for people to read.

/** Prints a line. */
export function report(line: string): void {
  process.stdout.write(`${line}\n`);
}
