// A folder of public templates: `templates/` as their authors wrote them, and `expected/`, what AWS's reference translator made of each. A name
// has "__" where the path in the author's repository has a slash, so that templates which name each other can be put side by side again.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One template of the corpus. */
export interface CorpusTemplate {
  /** The file's name without its extension. */
  readonly name: string;
  /** Where its author had it, relative to the repository's root. */
  readonly path: string;
  readonly text: string;
  /** What the reference translator made of it; undefined where the corpus does not say. */
  readonly expected: Readonly<Record<string, unknown>> | undefined;
}

/** A folder that is not a corpus. */
export class CorpusError extends Error {}

/** The templates of a corpus, by their names. Throws a CorpusError for a folder that has none. */
export function readCorpus(folder: string): readonly CorpusTemplate[] {
  const templates = join(folder, "templates");
  if (!existsSync(templates))
    throw new CorpusError(
      `"${folder}" is not a corpus of templates: it has no folder "templates". Name one: npm run test:corpus -- FOLDER`,
    );
  const files = readdirSync(templates).filter((file) => /\.(?:ya?ml|json)$/.test(file));
  if (files.length === 0) throw new CorpusError(`"${templates}" has no templates.`);
  return files.sort().map((file) => {
    const name = file.replace(/\.[a-z]+$/, "");
    const expected = join(folder, "expected", `${name}.json`);
    return {
      name,
      path: file.replaceAll("__", "/"),
      text: readFileSync(join(templates, file), "utf8"),
      expected: existsSync(expected)
        ? (JSON.parse(readFileSync(expected, "utf8")) as Record<string, unknown>)
        : undefined,
    };
  });
}
