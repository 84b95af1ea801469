// Runs a command in this process, as a person would call it.

import { vi } from "vitest";
import { Exit } from "../exit-codes.ts";

/** What a command wrote, and the exit code that it asked for. */
export interface CommandOutput {
  /** To standard output. */
  readonly text: string;
  /** To standard error. */
  readonly notes: string;
  readonly code: number;
}

/** Runs it to its end. */
export async function outputOf(run: () => Promise<void>): Promise<CommandOutput> {
  const written: string[] = [];
  const noted: string[] = [];
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
  const stderr = vi.spyOn(process.stderr, "write").mockImplementation((text) => noted.push(String(text)) > 0);
  const output = (code: number): CommandOutput => ({ text: written.join(""), notes: noted.join(""), code });
  try {
    await run();
    return output(0);
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    return output(error.code);
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}
