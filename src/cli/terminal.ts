// What is written, and where: results to standard output, everything about the way there to standard error.

import { isatty } from "node:tty";
import picocolors from "picocolors";
import { formatDiagnostic } from "../kernel/diagnostics.ts";
import type { Diagnostic } from "../kernel/diagnostics.ts";
import type { OperatorError } from "../kernel/errors.ts";

// Both streams: one may go to a file while the other is a terminal, and the lines of a command belong together.
const isTerminal = isatty(1) && isatty(2) && process.env["TERM"] !== "dumb";
const isForced = process.env["FORCE_COLOR"] !== undefined && process.env["FORCE_COLOR"] !== "0";

/** Colours for terminals; text as it is for files, pipes, CI, and wherever NO_COLOR is set. */
export const pc = picocolors.createColors(isForced || (isTerminal && process.env["NO_COLOR"] === undefined));

/** How a command shows its progress. */
export type OutputMode = "live" | "plain" | "json";

/** JSON if asked for; live on a terminal; plain lines in CI and in pipes. */
export function outputMode(options: { readonly json?: boolean | undefined }): OutputMode {
  if (options.json === true) return "json";
  // Some terminals (those of recorders) have no width, in which nothing can be drawn.
  const canDraw = process.stdout.isTTY && process.stdout.columns >= 20;
  return canDraw && process.env["CI"] === undefined ? "live" : "plain";
}

/** A line of the result, to standard output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A value as one line of JSON, to standard output. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** A line about what happens, to standard error. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A diagnostic with its place, to standard error. */
export function printDiagnostic(diagnostic: Diagnostic): void {
  const text = formatDiagnostic(diagnostic);
  const [first = "", ...rest] = text.split("\n");
  note(diagnostic.severity === "error" ? pc.red(first) : pc.yellow(first));
  for (const line of rest) note(line);
}

/** An operator error: its code, what happened, and the next thing to try, each on its own line. */
export function printOperatorError(error: OperatorError): void {
  note(`${pc.red(error.code)}: ${error.message}`);
  if (error.cause instanceof Error) note(pc.dim(`  Cause: ${causeText(error.cause)}`));
  for (const hint of error.hints) note(`  ${pc.cyan("Next:")} ${hint}`);
}

function causeText(cause: Error): string {
  return cause.cause instanceof Error ? `${cause.message}: ${cause.cause.message}` : cause.message;
}

/** A duration for people: "85 ms", "1.2 s". */
export function formatDuration(durationMs: number): string {
  return durationMs < 1000 ? `${Math.round(durationMs)} ms` : `${(durationMs / 1000).toFixed(1)} s`;
}

/** How long ago something was, for people: "5 min", "3 h", "2 d". */
export function formatAge(durationMs: number): string {
  const minutes = Math.floor(durationMs / 60_000);
  if (minutes < 60) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`;
}
