// The AWS CLI for tests: commands as people type them, run by the CLI's own code in one process that stays (aws_cli.py), because a
// process a command costs half a second. It knows which operations were called, so that a test can ask which were not.

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { testYard, type TestAccount, type TestYard } from "../../src/testing/harness.ts";
import { serviceIndex } from "../../src/model/load.ts";
import { toolEnvironment } from "./tool-environment.ts";

const DRIVER = fileURLToPath(new URL("aws_cli.py", import.meta.url));

/** Whether Python finds version 1 of the AWS CLI: version 2 is a program of its own, which cannot be called from within. */
export const hasAwsCli =
  spawnSync("python3", ["-c", "import awscli; assert awscli.__version__.startswith('1.')"], { stdio: "ignore" })
    .status === 0;

/** What a command did. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface AwsCli {
  readonly yard: TestYard;
  /** Whose administrator calls. */
  readonly account: TestAccount;
  /** In which commands run: they read and write files here. */
  readonly folder: string;
  /**
   * Runs ``aws`sqs create-queue --queue-name ${name}` ``: words are split at white space, what is interpolated is not split (objects
   * become JSON, lists words of their own). The output, parsed when it is JSON; throws what the CLI complains of.
   */
  aws<T = unknown>(text: TemplateStringsArray, ...values: readonly unknown[]): Promise<T>;
  /** Runs words, with something to read; never throws. */
  run(argv: readonly string[], stdin?: string): Promise<Ran>;
  /** Waits until the yard has done all that is due. */
  settled(): Promise<void>;
  /** The operations of a service that the yard serves, and that have not been called with success yet. */
  uncalled(service: string): readonly string[];
  stop(): Promise<void>;
}

/** A yard, an account, and the AWS CLI in it. */
export async function startAwsCli(): Promise<AwsCli> {
  const yard = await testYard();
  // So that a service which was never called has all of its operations uncalled.
  await yard.registry();
  const account = yard.account();
  const folder = mkdtempSync(join(tmpdir(), "stackyard-aws-cli-"));
  const env = { ...toolEnvironment(yard, account), HOME: folder };
  const child = spawn("python3", [DRIVER], { cwd: folder, env, stdio: ["pipe", "pipe", "inherit"] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const called = new Set<string>();
  let turn: Promise<unknown> = Promise.resolve();

  async function ask(argv: readonly string[], stdin: string): Promise<Ran> {
    // Version 1 makes the host of SQS from the region, and does not read AWS_ENDPOINT_URL for it. docs/tools.md
    const words = argv[0] === "sqs" ? [...argv, "--endpoint-url", yard.origin] : argv;
    child.stdin.write(`${JSON.stringify({ argv: words, stdin })}\n`);
    const { value, done } = await answers.next();
    if (done === true) throw new Error(`The driver of the AWS CLI ended at: aws ${argv.join(" ")}`);
    const { calls, ...ran } = JSON.parse(value) as Ran & {
      readonly calls: readonly (readonly [string, string, number])[];
    };
    for (const [service, operation, status] of calls) if (status < 400) called.add(`${service} ${operation}`);
    return ran;
  }

  function run(argv: readonly string[], stdin = ""): Promise<Ran> {
    const ran = turn.then(() => ask(argv, stdin));
    turn = ran.catch(() => undefined);
    return ran;
  }

  return {
    yard,
    account,
    folder,
    run,
    settled: () => yard.yard.context.jobs.settled(),
    async aws<T>(text: TemplateStringsArray, ...values: readonly unknown[]) {
      const argv = wordsOf(text, values);
      const { code, out, err } = await run(argv);
      if (code !== 0) throw new Error(`aws ${argv.join(" ")} ended with ${code}: ${err.trim()}`);
      return parsed(out.trim()) as T;
    },
    uncalled(service) {
      const operations = serviceIndex().find(({ id }) => id === service)?.operations ?? [];
      const served = operations.filter((operation) => yard.yard.registry.has(service, operation));
      return served.filter((operation) => !called.has(`${service} ${operation}`));
    },
    async stop() {
      const ended = new Promise((resolve) => child.once("close", resolve));
      child.stdin.end();
      await ended;
      await yard.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The words of a command. */
function wordsOf(text: TemplateStringsArray, values: readonly unknown[]): string[] {
  const words: string[] = [];
  let word: string | undefined;
  const end = (): void => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  text.forEach((literal, index) => {
    const [first = "", ...rest] = literal.split(/\s+/);
    if (first !== "") word = (word ?? "") + first;
    for (const next of rest) {
      end();
      if (next !== "") word = next;
    }
    if (index === values.length) return;
    const value = values[index];
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) words.push(...value);
    else word = (word ?? "") + (typeof value === "string" ? value : JSON.stringify(value));
  });
  end();
  return words;
}

function parsed(out: string): unknown {
  try {
    return out === "" ? undefined : (JSON.parse(out) as unknown);
  } catch {
    return out;
  }
}
