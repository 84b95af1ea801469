// Runs the test commands of a unit or system against what was deployed, and keeps what they showed. docs/releases.md
// documents the environment variables.

import { spawn } from "node:child_process";
import { resolve as resolvePath } from "node:path";
import type { Clock } from "../../kernel/clock.ts";
import type { TestCommand } from "../system/define-system.ts";
import { reachableUrl } from "../cloud/target.ts";
import type { Target } from "../cloud/target.ts";
import type { TestEvidence } from "./record.ts";

/** What a test command is told. */
export interface TestScene {
  readonly target: Target;
  readonly clock: Clock;
  readonly system: string;
  readonly environment: string;
  readonly release: number;
  /** The outputs of all units that are deployed. */
  readonly outputs: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly signal: AbortSignal | undefined;
}

const LONGEST_SECONDS = 300;
// LIMIT: how much of the output the record keeps; the end of it is where failures are told.
const KEPT_CHARACTERS = 4000;

/** Runs the commands one after the other, and stops at the first that fails. */
export async function runTests(
  tests: readonly TestCommand[],
  unit: string | undefined,
  directory: string,
  scene: TestScene,
): Promise<readonly TestEvidence[]> {
  const evidence: TestEvidence[] = [];
  for (const test of tests) {
    const shown = await runTest(test, directory, await environmentOf(unit, scene), scene);
    evidence.push(shown);
    if (!shown.isPassed) break;
  }
  return evidence;
}

/** The tests that run in an environment. */
export function testsIn(environment: string, tests: readonly TestCommand[]): readonly TestCommand[] {
  return tests.filter(({ environments }) => environments === undefined || environments.includes(environment));
}

function runTest(
  test: TestCommand,
  directory: string,
  variables: Readonly<Record<string, string>>,
  scene: TestScene,
): Promise<TestEvidence> {
  const { clock } = scene;
  const startedMs = clock.nowMs();
  return new Promise((resolve) => {
    let output = "";
    let isSettled = false;
    // A group of its own: a shell's children must end with it, and Ctrl-C is ours to answer.
    const child = spawn(test.run, {
      shell: true,
      cwd: resolvePath(directory, test.directory ?? "."),
      env: { ...process.env, ...variables, ...test.variables },
      stdio: ["ignore", "pipe", "pipe"],
      detached: process.platform !== "win32",
    });
    const kill = (reason: string): void => {
      output += `\n${reason}`;
      if (child.pid !== undefined) killGroup(child.pid);
    };
    const seconds = test.timeoutSeconds ?? LONGEST_SECONDS;
    const cancel = clock.at(startedMs + seconds * 1000, () => kill(`Stopped after ${seconds} s.`));
    const onAbort = (): void => kill("Interrupted.");
    scene.signal?.addEventListener("abort", onAbort, { once: true });
    const take = (part: Buffer): void => {
      output = (output + part.toString("utf8")).slice(-2 * KEPT_CHARACTERS);
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    const end = (exitCode: number | null): void => {
      if (isSettled) return;
      isSettled = true;
      cancel();
      scene.signal?.removeEventListener("abort", onAbort);
      resolve({
        name: test.name ?? test.run,
        command: test.run,
        isPassed: exitCode === 0,
        ...(exitCode === null ? {} : { exitCode }),
        durationMs: clock.nowMs() - startedMs,
        output: output.slice(-KEPT_CHARACTERS),
        release: scene.release,
      });
    };
    child.on("close", end);
    child.on("error", (error) => {
      output += error.message;
      end(null);
    });
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch (error) {
    // It has ended by itself in the meantime.
    if (!(error instanceof Error)) throw error;
  }
}

async function environmentOf(unit: string | undefined, scene: TestScene): Promise<Readonly<Record<string, string>>> {
  const { target } = scene;
  // On a fork the addresses in outputs are the parent's.
  const outputs = new Map(
    [...scene.outputs].map(([name, values]) => [
      name,
      Object.fromEntries(Object.entries(values).map(([output, value]) => [output, reachableUrl(target, value)])),
    ]),
  );
  const { endpoint } = target;
  const credentials = target.credentials ?? (await target.provider?.());
  const variables: Record<string, string> = {
    STACKYARD_SYSTEM: scene.system,
    STACKYARD_ENVIRONMENT: scene.environment,
    STACKYARD_RELEASE: String(scene.release),
    STACKYARD_OUTPUTS: JSON.stringify(Object.fromEntries(outputs)),
    AWS_REGION: target.region,
    AWS_DEFAULT_REGION: target.region,
  };
  if (unit !== undefined) variables["STACKYARD_UNIT"] = unit;
  if (endpoint !== undefined) variables["AWS_ENDPOINT_URL"] = endpoint;
  if (credentials === undefined && target.profile !== undefined) variables["AWS_PROFILE"] = target.profile;
  if (credentials !== undefined) {
    variables["AWS_ACCESS_KEY_ID"] = credentials.accessKeyId;
    variables["AWS_SECRET_ACCESS_KEY"] = credentials.secretAccessKey;
    // An empty one is how to unset what the person's own environment has.
    variables["AWS_SESSION_TOKEN"] = credentials.sessionToken ?? "";
  }
  for (const [name, values] of outputs)
    for (const [output, value] of Object.entries(values)) variables[outputVariable(name, output)] = value;
  return variables;
}

/** The variable of an output: unit "card-payment", output "ApiUrl" is STACKYARD_OUTPUT_CARD_PAYMENT_API_URL. */
export function outputVariable(unit: string, output: string): string {
  const words = `${unit}-${output.replace(/([a-z0-9])([A-Z])/g, "$1-$2").replace(/([A-Z])([A-Z][a-z])/g, "$1-$2")}`;
  return `STACKYARD_OUTPUT_${words.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}`;
}
