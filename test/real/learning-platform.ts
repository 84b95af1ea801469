// The example system for tests: a copy of its own that may be changed, and the addresses of its units.

import { cpSync } from "node:fs";
import { join } from "node:path";
import { type CommandLine, ROOT } from "./command-line.ts";

/** The HTTP APIs of the units. */
export interface PlatformUrls {
  readonly course: string;
  readonly payment: string;
  readonly user: string;
}

/** Copies the example into the test's folder; returns where it is. */
export function copyPlatform(cli: CommandLine): string {
  const directory = join(cli.folder, "learning-platform");
  cpSync(join(ROOT, "examples", "learning-platform"), directory, { recursive: true });
  return directory;
}

/** Where the deployed units answer. */
export async function platformUrls(cli: CommandLine, directory: string): Promise<PlatformUrls> {
  interface Status {
    readonly units: readonly { readonly outputs: Readonly<Record<string, string>> }[];
  }
  const [status] = await cli.json<Status>(["status", directory]);
  const outputs: Record<string, string> = Object.assign({}, ...(status?.units ?? []).map((unit) => unit.outputs));
  const { CourseApiUrl = "", PaymentApiUrl = "", UserApiUrl = "" } = outputs;
  return { course: CourseApiUrl, payment: PaymentApiUrl, user: UserApiUrl };
}
