import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createClock } from "../../kernel/clock.ts";
import { loadConfig } from "./load-config.ts";
import { loadSystem } from "./load-system.ts";
import { DiagnosticsError } from "./system.ts";
import { makeFolder } from "../test/folders.ts";

const TEMPLATE = "Resources: { A: { Type: AWS::SQS::Queue } }\n";

async function diagnosticsOf(
  folder: string,
): Promise<readonly (readonly [string, string | undefined, number | undefined])[]> {
  const error: unknown = await loadSystem(folder).catch((thrown: unknown) => thrown);
  if (!(error instanceof DiagnosticsError)) throw error;
  return error.diagnostics.map((each) => [each.code, each.position?.file, each.position?.line]);
}

describe("loadSystem", () => {
  // Goal: a folder with one template needs no configuration. Method: only a template.
  test("takes a lone template as a system of one unit", async () => {
    const folder = makeFolder({ "template.yaml": TEMPLATE });
    const { system } = await loadSystem(folder);
    expect(system.units.map((unit) => [unit.name, unit.directory])).toEqual([["app", folder]]);
    expect(system.environments).toEqual([{ name: "dev", target: "local", parameters: {} }]);
    expect(system.name).toMatch(/^stackyard-test-/);
  });

  // Goal: folders with templates are units. Method: two levels, and folders that are none.
  test("infers units from folders", async () => {
    const folder = makeFolder({
      "payment/template.yaml": TEMPLATE,
      "units/user/template.json": '{"Resources":{"A":{"Type":"AWS::SQS::Queue"}}}',
      "docs/readme.md": "",
      "node_modules/other/template.yaml": TEMPLATE,
    });
    const { system } = await loadSystem(folder);
    expect(system.units.map((unit) => unit.name).sort()).toEqual(["payment", "user"]);
  });

  // Goal: a configuration is TypeScript, imports the package by name where it is not installed, and imports other files.
  // Method: one that does all three.
  test("loads a TypeScript configuration", async () => {
    const folder = makeFolder({
      "name.ts": 'export const NAME: string = "shop";',
      "stackyard.config.ts": `import { defineSystem, output } from "stackyard";
import { NAME } from "./name.ts";
export default defineSystem({
  name: NAME,
  units: {
    infra: { tier: "infrastructure", path: "platform" },
    user: { parameters: { Arn: output("infra", "Arn") } },
  },
  environments: { dev: { region: "eu-central-1" }, prod: { target: "aws", region: "eu-west-1", account: "123456789012" } },
});`,
      "platform/template.yaml": TEMPLATE,
      "user/template.yaml": TEMPLATE,
    });
    const { system } = await loadSystem(folder);
    expect(system.name).toBe("shop");
    expect(system.configFile).toBe("stackyard.config.ts");
    expect(system.units.map(({ name, tier, directory }) => [name, tier, directory])).toEqual([
      ["infra", "infrastructure", join(folder, "platform")],
      ["user", "business", join(folder, "user")],
    ]);
    expect(system.environments.map(({ name, target }) => [name, target])).toEqual([
      ["dev", "local"],
      ["prod", "aws"],
    ]);
  });

  // Goal: a changed configuration is seen by a process that has loaded it before. Method: load, write, load.
  test("loads a configuration anew each time", async () => {
    const { writeInto } = await import("../test/folders.ts");
    const folder = makeFolder({
      "stackyard.config.ts": 'export default { name: "one" };',
      "app/template.yaml": TEMPLATE,
    });
    expect((await loadSystem(folder)).system.name).toBe("one");
    writeInto(folder, "stackyard.config.ts", 'export default { name: "two" };');
    expect((await loadSystem(folder)).system.name).toBe("two");
  });

  // Goal: a configuration that was bundled before is not bundled again, unless it, what it imports, or what an import means has changed.
  // Method: plant another bundle in the cache, and see it come; then change each.
  test("remembers configurations", async () => {
    const folder = makeFolder({
      "stackyard.config.ts": 'import { NAME } from "./name"; export default { name: NAME };',
      "name.js": 'export const NAME = "one";',
    });
    const cacheFolder = join(folder, ".stackyard/cache");
    const clock = createClock({ mode: "wall" });
    const load = async (): Promise<string> => {
      const later = { ...clock, nowMs: () => clock.nowMs() + 60_000 };
      return (await loadConfig(join(folder, "stackyard.config.ts"), "config", { cacheFolder, clock: later })).config
        .name;
    };
    expect(await load()).toBe("one");
    const names = readdirSync(cacheFolder);
    const key = names.find((each) => each.endsWith(".config.json")) ?? "";
    const record = names.find((each) => each !== key) ?? "";
    const planted = readFileSync(join(cacheFolder, key), "utf8").replaceAll("one", "planted");
    const plantedKey = `${createHash("sha256").update(planted).digest("hex")}.config.json`;
    writeFileSync(join(cacheFolder, plantedKey), planted);
    const text = readFileSync(join(cacheFolder, record), "utf8");
    writeFileSync(join(cacheFolder, record), text.replace(key, plantedKey));
    expect(await load()).toBe("planted");

    writeFileSync(join(folder, "name.js"), 'export const NAME = "two";');
    expect(await load()).toBe("two");
    writeFileSync(join(folder, "name.ts"), 'export const NAME = "three";');
    expect(await load()).toBe("three");
  });

  // Goal: every mistake in a configuration has a code, a file and a line. Method: one configuration for each.
  test.each<[string, string, string, number]>([
    ["BUILD_FAILED", "\nexport default {{;", "stackyard.config.ts", 2],
    ["CONFIG_THROWS", '\n\nthrow new Error("no");', "stackyard.config.ts", 3],
    ["CONFIG_NO_DEFAULT_EXPORT", "export const a = 1;", "stackyard.config.ts", 1],
    ["CONFIG_INVALID", 'export default { name: "Shop" };', "stackyard.config.ts", 1],
    ["CONFIG_NO_TEMPLATE", 'export default { name: "shop", units: { user: {} } };', "stackyard.config.ts", 1],
  ])("reports %s", async (code, text, file, line) => {
    const folder = makeFolder({ "stackyard.config.ts": text });
    expect(await diagnosticsOf(folder)).toEqual([[code, file, line]]);
  });

  // Goal: an empty folder is an operator error with a next step. Method: a folder without templates.
  test("says that there is no system", async () => {
    await expect(loadSystem(makeFolder({ "readme.md": "" }))).rejects.toMatchObject({ code: "ERR_NO_SYSTEM" });
  });

  // Goal: a template's mistake is reported by its path in the system. Method: a syntax error in one of two.
  test("reports mistakes of templates", async () => {
    const folder = makeFolder({ "a/template.yaml": TEMPLATE, "b/template.yaml": "Resources:\n  A: !Nope x\n" });
    expect(await diagnosticsOf(folder)).toEqual([["TEMPLATE_UNKNOWN_TAG", "b/template.yaml", 2]]);
  });
});
