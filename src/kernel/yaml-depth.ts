// How deep a YAML text may nest, seen before it is parsed. The parser goes down by recursion; where the stack ends it mostly throws, but where it has to
// compile a regular expression there, V8 ends the whole process.

// LIMIT: ours. A thousand levels of each kind are far from the end of a stack, and no document of a human being has a hundred.
const DEEPEST_FLOW = 500;
const DEEPEST_BLOCK = 500;

/** A text that nests too deeply to be parsed. */
export class TooDeepError extends Error {}

/** Throws a TooDeepError for a text that may nest too deeply; brackets in quotes and comments are counted like others. */
export function requireShallowYaml(text: string): void {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth = bracket === "[" || bracket === "{" ? depth + 1 : Math.max(0, depth - 1);
    if (depth > DEEPEST_FLOW) throw new TooDeepError("The text has too many brackets within one another.");
  }
  // Each level of block style needs a column more than the one around it.
  for (const [run] of text.matchAll(/^(?:[-?:]? +|[-?:]$)+/gm))
    if (run.length > DEEPEST_BLOCK) throw new TooDeepError("The text is indented too far.");
}
