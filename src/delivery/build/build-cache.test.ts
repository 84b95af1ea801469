import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { createClock } from "../../kernel/clock.ts";
import type { Clock } from "../../kernel/clock.ts";
import { createBuilder } from "./build.ts";
import type { BuiltCode } from "./build.ts";
import { parseTemplate } from "../system/template.ts";
import type { Unit } from "../system/system.ts";
import { makeFolder, writeInto } from "../test/folders.ts";

// Builds that begin a minute after their files were written: what was written just now is not remembered.
function laterClock(): Clock {
  const clock = createClock({ mode: "wall" });
  return { ...clock, nowMs: () => clock.nowMs() + 60_000 };
}

const BUNDLE =
  "Resources: { F: { Type: AWS::Lambda::Function, Properties: { Runtime: nodejs20.x, Handler: h.x, Code: src } } }";
const FOLDER =
  "Resources: { F: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.12, Handler: h.x, Code: src } } }";

function unitIn(folder: string, template: string): Unit {
  return {
    name: "app",
    directory: join(folder, "app"),
    templatePath: join(folder, "app/template.yaml"),
    tier: "business",
    template: parseTemplate(template, "app/template.yaml").template,
    parameters: {},
    dependsOn: [],
  };
}

/** Builds in a process of its own, as far as the builder knows: only the cache remains. */
async function buildIn(folder: string, template: string): Promise<{ built: BuiltCode; text: string }> {
  const builder = createBuilder(folder, { cacheFolder: join(folder, ".stackyard/build-cache"), clock: laterClock() });
  const [built] = await builder.build(unitIn(folder, template));
  await builder.dispose();
  if (built === undefined) throw new Error("Nothing was built.");
  const text = Object.values(unzipSync(built.artifact.bytes)).map((data) => Buffer.from(data).toString("utf8"));
  return { built, text: text.join("\n") };
}

const FILES = {
  "app/src/h.ts":
    'import { a } from "../../common/a"; import p from "p"; import s from "@s/q"; export const x = [a, p, s];',
  "common/a.js": 'export const a = "from a.js";',
  "common/other/a.ts": "export const a = 1;",
  "node_modules/p/index.js": 'module.exports = "from p";',
  "node_modules/@s/q/index.js": 'module.exports = "from q";',
};

describe("the build cache", () => {
  // Goal: what was built before is not built again, and names all that went in. Method: build, then build again where the sources are
  // the same; to see that nothing was bundled, the remembered archive is another one's.
  test("takes what was built from the same sources", async () => {
    const folder = makeFolder(FILES);
    const first = await buildIn(folder, BUNDLE);
    expect(first.built.inputs.map((each) => each.path)).toEqual([
      "app/src/h.ts",
      "common/a.js",
      "node_modules/@s/q/index.js",
      "node_modules/p/index.js",
    ]);
    expect(first.built.inputs.every((each) => /^[0-9a-f]{64}$/.test(each.hash))).toBe(true);
    const other = await buildIn(makeFolder({ ...FILES, "common/a.js": 'export const a = "planted";' }), BUNDLE);
    const cache = join(folder, ".stackyard/build-cache");
    const record = readdirSync(cache).find((name) => name.endsWith(".json")) ?? "";
    const text = readFileSync(join(cache, record), "utf8");
    writeFileSync(join(cache, record), text.replace(first.built.artifact.key, other.built.artifact.key));
    writeFileSync(join(cache, other.built.artifact.key), other.built.artifact.bytes);
    const second = await buildIn(folder, BUNDLE);
    expect(second.text).toContain("planted");
    expect(second.built.inputs).toEqual(first.built.inputs);

    // An archive that is not what its name says is nobody's.
    writeFileSync(join(cache, other.built.artifact.key), "half of it");
    expect((await buildIn(folder, BUNDLE)).built.artifact.key).toBe(first.built.artifact.key);
  });

  // Goal: whatever changes the meaning of an import is seen. Method: one change at a time to a system that was built before; the new
  // code must be in the archive.
  test.each<[string, (folder: string) => void]>([
    ["a changed file", (folder) => writeInto(folder, "common/a.js", 'export const a = "NEW";')],
    [
      "a file with an extension that is tried first",
      (folder) => writeInto(folder, "common/a.ts", 'export const a = "NEW";'),
    ],
    ["a nearer package", (folder) => writeInto(folder, "app/node_modules/p/index.js", 'module.exports = "NEW";')],
    [
      "a nearer package of a scope",
      (folder) => writeInto(folder, "app/node_modules/@s/q/index.js", 'module.exports = "NEW";'),
    ],
    [
      "another entry of a package",
      (folder) => {
        writeInto(folder, "node_modules/p/package.json", '{ "main": "new.js" }');
        writeInto(folder, "node_modules/p/new.js", 'module.exports = "NEW";');
      },
    ],
    [
      "paths in a new tsconfig.json",
      (folder) => {
        writeInto(folder, "app/tsconfig.json", '{ "compilerOptions": { "paths": { "p": ["./new.ts"] } } }');
        writeInto(folder, "app/new.ts", 'export default "NEW";');
      },
    ],
  ])("sees %s", async (_, change) => {
    const folder = makeFolder(FILES);
    expect((await buildIn(folder, BUNDLE)).text).not.toContain("NEW");
    change(folder);
    expect((await buildIn(folder, BUNDLE)).text).toContain("NEW");
  });

  // Goal: the same with paths in the settings: a place that is tried earlier gets a file. Method: two places, the second one filled first.
  test("sees a file in a place that the settings try first", async () => {
    const folder = makeFolder({
      "tsconfig.base.json":
        '{\n  // where things are\n  "compilerOptions": { "paths": { "@lib/*": ["./one/*", "./two/*"], }, } }',
      "app/tsconfig.json": '{ "extends": "../tsconfig.base.json" }',
      "app/src/h.ts": 'import { a } from "@lib/a"; export const x = a;',
      "one/other.ts": "",
      "two/a.ts": 'export const a = "old";',
    });
    expect((await buildIn(folder, BUNDLE)).text).toContain("old");
    writeInto(folder, "one/a.ts", 'export const a = "NEW";');
    expect((await buildIn(folder, BUNDLE)).text).toContain("NEW");
  });

  // Goal: folders that are zipped as they are, too. Method: a new file in an empty folder, one removed by a link to another place.
  test("sees changes of plain folders", async () => {
    const folder = makeFolder({ "app/src/h.py": "x = 1", "one/m.py": "ONE = 1", "two/m.py": "TWO = 2" });
    mkdirSync(join(folder, "app/src/empty"));
    symlinkSync("../../one", join(folder, "app/src/lib"));
    const first = await buildIn(folder, FOLDER);
    expect(first.built.inputs.map((each) => each.path)).toEqual(["app/src/h.py", "app/src/lib/m.py"]);
    const again = await buildIn(folder, FOLDER);
    expect([again.built.artifact.key, again.built.inputs]).toEqual([first.built.artifact.key, first.built.inputs]);

    writeInto(folder, "app/src/empty/n.py", "N = 3");
    const second = await buildIn(folder, FOLDER);
    expect(second.built.inputs.map((each) => each.path)).toContain("app/src/empty/n.py");

    rmSync(join(folder, "app/src/lib"));
    symlinkSync("../../two", join(folder, "app/src/lib"));
    expect((await buildIn(folder, FOLDER)).text).toContain("TWO");
  });

  // Goal: a file that may have changed while it was read is built again next time. Method: files as old as the build.
  test("does not remember what was written just now", async () => {
    const folder = makeFolder(FILES);
    const build = async (): Promise<number> => {
      const builder = createBuilder(folder, {
        cacheFolder: join(folder, "cache"),
        clock: { ...laterClock(), nowMs: () => 0 },
      });
      await builder.build(unitIn(folder, BUNDLE));
      await builder.dispose();
      return Number(existsSync(join(folder, "cache")));
    };
    expect(await build()).toBe(0);
  });
});
