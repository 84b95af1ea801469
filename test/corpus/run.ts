// `npm run test:corpus [-- FOLDER]`: sends every template of a corpus all its way, prints a line for each, and writes what it found into
// docs/corpus.md. FOLDER has `templates/` and `expected/`; by default it is ../shared/corpus. ONLY=PATTERN tries some of them, and writes nothing.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { testYard } from "../../src/testing/harness.ts";
import { CorpusError, readCorpus } from "./corpus.ts";
import type { CorpusTemplate } from "./corpus.ts";
import { tryTemplate } from "./lifecycle.ts";
import type { Outcome } from "./lifecycle.ts";
import { isWhole, lineOf, reportOf } from "./report.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));
const page = join(project, "docs/corpus.md");

// Two cores: one waits for functions while another has stacks to work on.
const AT_ONCE = 3;

async function run(corpus: readonly CorpusTemplate[], chosen: readonly CorpusTemplate[]): Promise<readonly Outcome[]> {
  const yard = await testYard();
  const root = mkdtempSync(join(tmpdir(), "stackyard-corpus-"));
  const queue = [...chosen];
  const outcomes: Outcome[] = [];
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
      const folder = join(root, one.name);
      mkdirSync(folder);
      const outcome = await tryTemplate(one, { corpus, yard, root: folder });
      outcomes.push(outcome);
      process.stdout.write(`${lineOf(outcome)}\n`);
    }
  });
  await Promise.all(workers);
  await yard.stop();
  rmSync(root, { recursive: true, force: true });
  return outcomes;
}

try {
  const corpus = readCorpus(resolve(process.argv[2] ?? join(project, "../shared/corpus")));
  const only = process.env["ONLY"];
  const chosen = corpus.filter(({ name }) => only === undefined || new RegExp(only).test(name));
  const outcomes = await run(corpus, chosen);
  process.stdout.write(`\n${outcomes.filter(isWhole).length} of ${outcomes.length} templates come through whole.\n`);
  if (only === undefined) {
    const text = reportOf(outcomes);
    const isTrue = text === readFileSync(page, "utf8");
    writeFileSync(page, text);
    if (!isTrue)
      process.stdout.write("docs/corpus.md was not true any more, and is written anew: look at what changed.\n");
    process.exitCode = isTrue ? 0 : 1;
  }
} catch (error) {
  if (!(error instanceof CorpusError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
