import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDocument, isMap, isScalar, isSeq } from "yaml";
import type { Node } from "yaml";
import { makeFolder } from "../test/folders.ts";
import { createPositions, placesOfJson } from "./places.ts";
import { openTemplateCache } from "./template-cache.ts";
import { loadTemplate } from "./template.ts";

// The places of all parts as the YAML parser sees them: an independent reader of the same text.
function offsetsByYaml(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const visit = (node: unknown, path: readonly string[]): void => {
    const note = (name: string, at: unknown): readonly string[] => {
      const range = (at as Node).range;
      if (range) found.set([...path, name].join("\n"), range[0]);
      return [...path, name];
    };
    if (isMap(node))
      for (const { key, value } of node.items) visit(value, note(isScalar(key) ? String(key.value) : String(key), key));
    if (isSeq(node)) node.items.forEach((item, index) => visit(item, note(String(index), item)));
  };
  visit(parseDocument(text, { uniqueKeys: false }).contents, []);
  return found;
}

describe("placesOfJson", () => {
  // Goal: every part of a JSON text is found where it stands. Method: random values, printed narrow and wide, against the YAML parser.
  test("agrees with the YAML parser", () => {
    fc.assert(
      fc.property(fc.object({ maxDepth: 4 }).filter(isPlain), fc.nat({ max: 3 }), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        const positionOf = createPositions("file", text, () => placesOfJson(text));
        for (const [path, offset] of offsetsByYaml(text)) {
          const before = text.slice(0, offset).split("\n");
          expect([path, positionOf(path.split("\n"))]).toEqual([
            path,
            { file: "file", line: before.length, column: (before.at(-1) ?? "").length + 1 },
          ]);
        }
      }),
    );
  });

  // Goal: quotes and backslashes in texts end nothing. Method: one text with each.
  test("reads escapes", () => {
    const text = '{"a\\"b": "\\\\", "c": ["}", "\\u0041"],\n "d": {} }';
    const positionOf = createPositions("file", text, () => placesOfJson(text));
    expect(positionOf(['a"b'])?.column).toBe(2);
    expect(positionOf(["c", "1"])?.column).toBe(27);
    expect(positionOf(["d", "nothing", "below"])).toEqual({ file: "file", line: 2, column: 2 });
    expect(positionOf(["nothing"])).toBeUndefined();
  });
});

// Names that the YAML parser takes for something else, or that a path cannot hold.
function isPlain(value: unknown): boolean {
  return JSON.stringify(value) !== undefined && !/__proto__|<<|\\|undefined/.test(JSON.stringify(value));
}

describe("the cache of templates", () => {
  const YAML = `# ${"A long text. ".repeat(400)}
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties: { QueueName: !Sub "\${AWS::StackName}-q" }
`;

  // Goal: a template that was read before means the same and stands at the same lines. Method: read it twice, and once with another text;
  // then damage what is remembered.
  test("gives what the parser gave", async () => {
    const folder = makeFolder({ "template.yaml": YAML });
    const path = join(folder, "template.yaml");
    const cacheFolder = join(folder, "cache");
    const read = async () => {
      const { template, diagnostics } = await loadTemplate(path, "shown.yaml", openTemplateCache(cacheFolder));
      const position = template.positionOf(["Resources", "Queue", "Properties", "QueueName"]);
      return { body: template.body, diagnostics, position };
    };
    const first = await read();
    expect(first.position).toEqual({ file: "shown.yaml", line: 5, column: 19 });
    const [name = ""] = readdirSync(cacheFolder);
    expect(readdirSync(cacheFolder)).toHaveLength(1);
    expect(await read()).toEqual(first);

    writeFileSync(path, YAML.replace("-q", "-r"));
    expect((await read()).body).not.toEqual(first.body);
    expect(readdirSync(cacheFolder)).toHaveLength(2);

    writeFileSync(path, YAML);
    writeFileSync(join(cacheFolder, name), readFileSync(join(cacheFolder, name), "utf8").slice(0, -10));
    expect(await read()).toEqual(first);
  });

  // Goal: what is wrong is said each time. Method: a template with an unknown tag, read twice.
  test("remembers no faults", async () => {
    const folder = makeFolder({ "template.yaml": YAML.replace("!Sub", "!Subb") });
    const cache = openTemplateCache(join(folder, "cache"));
    for (let round = 0; round < 2; round++) {
      const { diagnostics } = await loadTemplate(join(folder, "template.yaml"), "t", cache);
      expect(diagnostics.map((each) => each.code)).toEqual(["TEMPLATE_UNKNOWN_TAG"]);
    }
  });
});
