import { describe, expect, test } from "vitest";
import { boundValuesOf } from "./parameters.ts";
import { defineSystem, output } from "./define-system.ts";
import { loadOutline, loadSystem } from "./load-system.ts";
import { DiagnosticsError, requireEnvironment, stackNameOf, systemIn } from "./system.ts";
import type { System } from "./system.ts";
import { environmentOf } from "../environments/record.ts";
import { makeFolder } from "../test/folders.ts";

const TEMPLATE = "Resources: { A: { Type: AWS::SQS::Queue } }\n";

/** A folder with a configuration whose text after "defineSystem(" is given, and units with an empty template each. */
function folderOf(config: string, units: readonly string[], template = TEMPLATE): string {
  const head = 'import { defineSystem, output } from "stackyard";\nexport default defineSystem(';
  const templates = Object.fromEntries(units.map((unit) => [`${unit}/template.yaml`, template]));
  return makeFolder({ "stackyard.config.ts": `${head}${config});\n`, ...templates });
}

async function load(config: string, units: readonly string[], template?: string): Promise<System> {
  return (await loadSystem(folderOf(config, units, template))).system;
}

/** "path line:column" of each problem. */
async function problemsOf(folder: string): Promise<string[]> {
  const error: unknown = await loadSystem(folder).catch((thrown: unknown) => thrown);
  if (!(error instanceof DiagnosticsError)) throw error;
  return error.diagnostics.map(({ code, path, position }) =>
    [path ?? code, position?.file, `${position?.line ?? 0}:${position?.column ?? 0}`].join(" "),
  );
}

describe("a wrong configuration", () => {
  // Goal: all mistakes are reported at once, each where it stands. Method: one configuration with a mistake of every kind of value.
  test("is reported at the places of its values", async () => {
    const folder = folderOf(
      `{
  name: "shop",
  units: {
    user: { tier: "infra", dependsOn: ["nobody"], nonsense: 1 },
    "Bad": {},
  },
  environments: {
    dev: { target: "cloud", isProtected: "yes", parameters: { Stage: { a: 1 } } },
  },
  tests: [{ name: "smoke" }, 5],
}`,
      ["user", "Bad"],
    );
    expect(await problemsOf(folder)).toEqual([
      "units.user.tier stackyard.config.ts 5:19",
      "units.user.nonsense stackyard.config.ts 5:61",
      "environments.dev.target stackyard.config.ts 9:20",
      "environments.dev.isProtected stackyard.config.ts 9:42",
      "environments.dev.parameters.Stage stackyard.config.ts 9:63",
      "tests.0 stackyard.config.ts 11:11",
      "tests.1 stackyard.config.ts 11:30",
      "units.Bad stackyard.config.ts 6:5",
    ]);
  });

  // Goal: names of units, environments and externals that do not exist are found wherever they can stand. Method: one of each.
  test("is reported where it names what does not exist", async () => {
    const folder = folderOf(
      `{
  name: "shop",
  units: {
    user: { dependsOn: ["nobody"], parameters: { Arn: output("nobody", "Arn") }, tests: [{ run: "x", environments: ["x"] }] },
  },
  externals: { card: { parameter: "Card" } },
  environments: {
    dev: { externals: { card: { stub: "none", output: "Url" }, mail: { value: "x" } }, units: { other: {} } },
    test: { extends: "nope", promotesFrom: "nowhere" },
    prod: { target: "aws", region: "eu-west-1", account: "12", externals: { card: { value: "x" } }, role: "admin" },
  },
  sharedEnvironment: "home",
}`,
      ["user"],
    );
    expect((await problemsOf(folder)).sort()).toEqual([
      "environments.dev.externals.card.stub stackyard.config.ts 9:39",
      "environments.dev.externals.mail stackyard.config.ts 9:64",
      "environments.dev.units.other stackyard.config.ts 9:97",
      "environments.prod.account stackyard.config.ts 11:58",
      "environments.prod.role stackyard.config.ts 11:107",
      "environments.test.extends stackyard.config.ts 10:22",
      // It binds nothing: neither by itself nor by inheritance.
      "environments.test.externals stackyard.config.ts 10:5",
      "environments.test.promotesFrom stackyard.config.ts 10:44",
      "sharedEnvironment stackyard.config.ts 13:22",
      "units.user.dependsOn.0 stackyard.config.ts 5:25",
      "units.user.parameters.Arn stackyard.config.ts 5:50",
      "units.user.tests.0.environments.0 stackyard.config.ts 5:117",
    ]);
  });

  // Goal: a value is found through variables, spreads and other files. Method: a wrong value behind each.
  test("is followed to other files", async () => {
    const folder = makeFolder({
      "environments.ts": `const base = { region: 7 };
export const environments = { dev: { ...base, account: "a" }, prod: base };
`,
      "stackyard.config.ts": `import { defineSystem } from "stackyard";
import { environments } from "./environments.ts";
const NAME = "Shop";
export default defineSystem({ name: NAME, environments, ...{ stackName: "{unit}!" } } as any);
`,
      "app/template.yaml": TEMPLATE,
    });
    expect(await problemsOf(folder)).toEqual([
      "environments.dev.region environments.ts 1:24",
      "environments.prod.region environments.ts 1:24",
      "name stackyard.config.ts 4:37",
    ]);
  });

  // Goal: circles of inheritance and promotion are errors and no endless loop. Method: one of three, and one of two.
  test("is refused where environments go round in circles", async () => {
    const folder = folderOf(
      `{ name: "shop", environments: {
  a: { extends: "b" }, b: { extends: "c" }, c: { extends: "a" },
  d: { promotesFrom: "e" }, e: { promotesFrom: "d" },
} }`,
      ["app"],
    );
    expect(await problemsOf(folder)).toEqual([
      "environments.c.extends stackyard.config.ts 3:59",
      "environments.d.promotesFrom stackyard.config.ts 4:22",
    ]);
  });

  // Goal: what is shared once has one place. Method: two environments, and nothing said.
  test("must say where shared units live", async () => {
    const config = '{ name: "shop", units: { dns: { tier: "shared" } }, environments: { dev: {}, test: {} } }';
    expect(await problemsOf(folderOf(config, ["dns"]))).toEqual(["units.dns.tier stackyard.config.ts 2:67"]);
    const single = config.replace(", test: {}", "");
    expect((await load(single, ["dns"])).units.map((unit) => unit.name)).toEqual(["dns"]);
  });
});

describe("names of stacks", () => {
  // Goal: stacks that would overwrite each other are refused at the pattern that makes them one. Method: a pattern without the environment in one
  // account; without the unit; and where accounts or regions keep them apart.
  test.each<[string, readonly string[]]>([
    ['{ name: "shop", stackName: "{unit}", environments: { dev: {}, test: {} }, units: { user: {} } }', []],
    [
      '{ name: "shop", stackName: "{unit}", environments: { dev: { account: "a" }, test: { account: "a" } }, units: { user: {} } }',
      ["CONFIG_STACK_TWICE stackyard.config.ts 2:56"],
    ],
    [
      '{ name: "shop", environments: { dev: { account: "a", stackName: "{unit}" }, test: { account: "a", region: "eu-west-1", stackName: "{unit}" } }, units: { user: {} } }',
      [],
    ],
    [
      '{ name: "shop", environments: { dev: { stackName: "{environment}" } }, units: { user: {}, course: {} } }',
      ["CONFIG_STACK_TWICE stackyard.config.ts 2:79"],
    ],
  ])("of %s", async (config, problems) => {
    const folder = folderOf(config, ["user", "course"]);
    expect(problems.length === 0 ? (await loadSystem(folder)).diagnostics : await problemsOf(folder)).toEqual(problems);
  });
});

describe("environments", () => {
  // Goal: an environment takes what it does not say from the one that it extends, and only what may be inherited. Method: three levels.
  test("inherit", async () => {
    const system = await load(
      `{
  name: "shop",
  units: { user: {} },
  environments: {
    base: { isAbstract: true, region: "eu-central-1", parameters: { A: "1", B: "1" }, units: { user: { parameters: { C: "1" } } } },
    test: { extends: "base", promotesFrom: "dev", isProtected: true, parameters: { B: "2" } },
    prod: { extends: "test", target: "aws", units: { user: { parameters: { D: "3" }, stackName: "the-user" } } },
    dev: {},
  },
}`,
      ["user"],
    );
    expect(system.environments.map((each) => each.name)).toEqual(["test", "prod", "dev"]);
    const [testing, prod] = system.environments;
    expect(testing).toEqual({
      name: "test",
      target: "local",
      region: "eu-central-1",
      isProtected: true,
      promotesFrom: "dev",
      parameters: { A: "1", B: "2" },
      units: { user: { parameters: { C: "1" } } },
    });
    expect(prod).toEqual({
      name: "prod",
      target: "aws",
      region: "eu-central-1",
      isProtected: true,
      parameters: { A: "1", B: "2" },
      units: { user: { parameters: { C: "1", D: "3" }, stackName: "the-user" } },
    });
    // A value stands where the environment that says it is written.
    expect(system.positionOf?.(["environments", "prod", "parameters", "B"])?.line).toBe(7);
    expect(system.positionOf?.(["environments", "prod", "parameters", "A"])?.line).toBe(6);
  });

  // Goal: stacks are named by the closest pattern. Method: one pattern at each level.
  test("name their stacks", async () => {
    const system = await load(
      `{
  name: "shop", stackName: "{environment}-{unit}",
  units: { user: {}, course: { stackName: "{system}-courses" } },
  environments: { dev: {}, prod: { stackName: "p-{unit}", units: { user: { stackName: "people" } } } },
}`,
      ["user", "course"],
    );
    const names = ["dev", "prod"].flatMap((place) =>
      ["user", "course"].map((unit) => stackNameOf(system, place, unit)),
    );
    expect(names).toEqual(["dev-user", "shop-courses", "people", "shop-courses"]);
    expect(stackNameOf({ name: "shop" }, "dev", "user")).toBe("shop-dev-user");
  });

  // Goal: an external service reaches the templates as a parameter, from a value or from a stub that is only deployed where it is bound,
  // and that stub is not given its own output. Method: both kinds of binding.
  test("bind external services", async () => {
    const template = `Parameters: { Card: { Type: String, Default: none } }\n${TEMPLATE}`;
    const system = await load(
      `{
  name: "shop",
  units: { stub: {}, user: { dependsOn: ["stub"] } },
  externals: { card: { parameter: "Card", description: "Takes money." } },
  environments: {
    dev: { externals: { card: { stub: "stub", output: "Url" } } },
    test: { externals: { card: { value: "https://test.example" } } },
  },
}`,
      ["stub", "user"],
      template,
    );
    const [dev, testing] = ["dev", "test"].map((name) => requireEnvironment(system, name));
    if (dev === undefined || testing === undefined) throw new Error("An environment is missing.");
    expect(systemIn(system, dev).units.map(({ dependsOn }) => dependsOn)).toEqual([[], ["stub"]]);
    expect(systemIn(system, testing).units.map(({ dependsOn }) => dependsOn)).toEqual([[]]);
    expect(systemIn(system, dev).units.map((unit) => [unit.name, boundValuesOf(dev, unit)])).toEqual([
      ["stub", { Card: "none" }],
      ["user", { Card: output("stub", "Url") }],
    ]);
    expect(systemIn(system, testing).units.map((unit) => [unit.name, boundValuesOf(testing, unit)])).toEqual([
      ["user", { Card: "https://test.example" }],
    ]);
  });

  // Goal: a unit can be told where it is, also in an environment that was made at will and has all that its base has. Method: one binding of the
  // unit, seen from the base and from a copy of another name; "extends" and a list beside it.
  test("have a name that parameters can ask for", async () => {
    const system = await load(
      `{
  name: "shop",
  units: { user: { parameters: { Place: { kind: "environmentName" }, Other: ["a", "b"] } } },
  environments: { dev: {}, test: { extends: "dev" } },
}`,
      ["user"],
      "Parameters: { Place: { Type: String }, Other: { Type: CommaDelimitedList } }\nResources: {}\n",
    );
    const [user] = system.units;
    if (user === undefined) throw new Error("There is no unit.");
    const record = { kind: "created", name: "pr-42" } as const;
    const places = [...system.environments, environmentOf(system, record, requireEnvironment(system, "dev"))];
    expect(places.map((place) => boundValuesOf(place, user)["Place"])).toEqual(["dev", "test", "pr-42"]);
  });

  // Goal: shared units live in one environment, and the others only read them. Method: ask each for its units.
  test("borrow what is shared", async () => {
    const system = await load(
      `{
  name: "shop",
  units: { dns: { tier: "shared" }, user: {} },
  environments: { dev: {}, shared: {}, test: {} },
  sharedEnvironment: "shared",
}`,
      ["dns", "user"],
    );
    const seen = system.environments.map((environment) => {
      const { units, borrowed = [] } = systemIn(system, environment);
      return [units.map((unit) => unit.name), borrowed.map((each) => `${each.unit.name} of ${each.environment.name}`)];
    });
    expect(seen).toEqual([
      [["user"], ["dns of shared"]],
      [["dns"], []],
      [["user"], ["dns of shared"]],
    ]);
  });
});

describe("the outline", () => {
  // Goal: what does not need templates works while one is broken. Method: a template that no reader takes.
  test("is read past broken templates", async () => {
    const folder = folderOf('{ name: "shop", units: { user: { tier: "edge" } } }', ["user"], "{{{");
    await expect(loadSystem(folder)).rejects.toBeInstanceOf(DiagnosticsError);
    const outline = await loadOutline(folder);
    expect(outline.units.map(({ name, tier }) => [name, tier])).toEqual([["user", "edge"]]);
    expect(outline.environments.map((each) => each.name)).toEqual(["dev"]);
  });
});

describe("the types", () => {
  // Goal: names that do not exist do not compile. Method: each line below must be an error for the compiler, or it reports the comment.
  test("know the names", () => {
    const system = defineSystem({
      name: "shop",
      units: {
        infra: { tier: "infrastructure" },
        // @ts-expect-error there is no unit of the name
        user: { dependsOn: ["infar"], parameters: { Arn: output("infra", "Arn") } },
        // @ts-expect-error there is no tier of the name
        course: { tier: "infra" },
        // @ts-expect-error there is no unit of the name
        payment: { parameters: { Arn: output("infar", "Arn") } },
      },
      externals: { card: { parameter: "Card" } },
      environments: {
        dev: { externals: { card: { stub: "infra", output: "Url" } } },
        // @ts-expect-error there is no environment of the name
        test: { extends: "dve" },
        // @ts-expect-error there is no external service of the name
        prod: { externals: { cards: { value: "x" } } },
        // @ts-expect-error there is no option of the name
        other: { regoin: "eu-west-1" },
      },
      // @ts-expect-error there is no environment of the name
      sharedEnvironment: "shard",
    });
    expect(system.name).toBe("shop");
  });
});
