// The hard walls of ARCHITECTURE.md, held against the source: which layer may import which, and which globals are
// banned where time, randomness and I/O come through the context.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../../src");
// Lower layers first: a file imports only from its own layer and from those before it.
const LAYERS = [
  "kernel",
  "store",
  "model",
  "wire",
  "iam",
  "sandbox",
  "service",
  "services",
  "inspect",
  "control",
  "gateway",
];

interface Source {
  /** Below src/, with slashes. */
  readonly path: string;
  readonly layer: string;
  readonly code: string;
  readonly imports: readonly Import[];
}
interface Import {
  /** Below src/ for a file of ours, or the package's name. */
  readonly target: string;
  readonly isOurs: boolean;
  readonly isType: boolean;
}

function readSources(): readonly Source[] {
  const files = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).map((file) => file.split("\\").join("/"));
  const sources = files.filter(
    (file) => file.endsWith(".ts") && !/\.(test|contract)\.ts$|\/(test|testing)\//.test(file),
  );
  return sources.map((path) => {
    const code = readFileSync(join(ROOT, path), "utf8");
    return { path, layer: path.split("/")[0] ?? "", code, imports: importsOf(path, code) };
  });
}

/** The imports of a source text, static and dynamic. */
function importsOf(path: string, code: string): readonly Import[] {
  const resolve = (specifier: string, isType: boolean): Import => {
    const isOurs = specifier.startsWith(".");
    const target = isOurs
      ? normalize(join(dirname(path), specifier))
          .split("\\")
          .join("/")
      : specifier;
    return { target, isOurs, isType };
  };
  const statements = code.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?"([^"]+)";/gms);
  const dynamic = code.matchAll(/import\(\s*"([^"]+)"\s*\)/g);
  return [
    ...[...statements].map(([, type, specifier = ""]) => resolve(specifier, type !== undefined)),
    ...[...dynamic].map(([, specifier = ""]) => resolve(specifier, false)),
  ];
}

/** Source text without comments and the contents of strings. */
function bare(code: string): string {
  return code.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""').replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "");
}

const SOURCES = readSources();

function violations(check: (source: Source) => readonly string[]): readonly string[] {
  return SOURCES.flatMap((source) => check(source).map((problem) => `${source.path}: ${problem}`));
}

describe("the walls", () => {
  it("reads the source tree", () => {
    // The canary: a walk that finds nothing would let everything pass.
    expect(SOURCES.length).toBeGreaterThan(100);
    const code =
      'import type { X } from "../c/d.ts";\nexport { y } from "./e.ts";\nimport "f";\nawait import("./g.ts");';
    expect(importsOf("a/b.ts", code)).toEqual([
      { target: "c/d.ts", isOurs: true, isType: true },
      { target: "a/e.ts", isOurs: true, isType: false },
      { target: "f", isOurs: false, isType: false },
      { target: "a/g.ts", isOurs: true, isType: false },
    ]);
  });

  it("lets imports point only at the own layer or a lower one", () => {
    // Types may point upwards: YardContext, for one, names what every layer offers.
    const found = violations(({ layer, imports }) => {
      const own = LAYERS.indexOf(layer);
      if (own === -1) return [];
      return imports.flatMap(({ target, isOurs, isType }) => {
        const other = LAYERS.indexOf(target.split("/")[0] ?? "");
        return isOurs && !isType && (other === -1 || other > own) ? [`imports ${target}`] : [];
      });
    });
    expect(found).toEqual([]);
  });

  it("keeps services apart: one reaches another only through its API", () => {
    const found = violations(({ path, imports }) => {
      const [layer, service] = path.split("/");
      if (layer !== "services") return [];
      return imports.flatMap(({ target, isOurs }) => {
        const [otherLayer, other] = target.split("/");
        return isOurs && otherLayer === "services" && other !== service ? [`imports ${target}`] : [];
      });
    });
    expect(found).toEqual([]);
  });

  it("keeps the cloud out of the delivery, which speaks only the AWS APIs", () => {
    const found = violations(({ layer, imports }) =>
      layer === "delivery"
        ? imports.flatMap(({ target, isOurs }) =>
            isOurs && !/^(delivery|kernel)\//.test(target) ? [`imports ${target}`] : [],
          )
        : [],
    );
    expect(found).toEqual([]);
  });

  it("loads no SDK client in the cloud: its types only", () => {
    const found = violations(({ layer, imports }) =>
      LAYERS.includes(layer)
        ? imports.flatMap(({ target, isOurs, isType }) =>
            !isOurs && !isType && target.startsWith("@aws-sdk/client-") ? [`imports ${target}`] : [],
          )
        : [],
    );
    expect(found).toEqual([]);
  });

  it("takes time, randomness, the environment and output from the context", () => {
    const banned: readonly (readonly [name: string, pattern: RegExp, allowed: RegExp])[] = [
      ["Date.now", /\bDate\.now\b/, /^(kernel|cli|sandbox)\//],
      ["new Date()", /\bnew Date\(\)/, /^(kernel|cli)\//],
      ["Math.random", /\bMath\.random\b/, /^(kernel|cli)\//],
      // Sandboxes and the watcher of source files live in the machine's time.
      ["setTimeout", /\bset(Timeout|Interval)\b/, /^(kernel|cli|sandbox|delivery)\//],
      ["process.env", /\bprocess\.env\b/, /^(kernel|cli|sandbox|delivery)\//],
      ["console", /\bconsole\.\w/, /^(kernel|cli)\//],
    ];
    const found = violations(({ path, code }) =>
      banned.flatMap(([name, pattern, allowed]) =>
        !allowed.test(path) && pattern.test(bare(code)) ? [`uses ${name}`] : [],
      ),
    );
    expect(found).toEqual([]);
  });

  it("lets only services keep blobs that say which of their records name them", () => {
    // Else the prune would take them for garbage (BlobRows in src/store/blobs.ts).
    const serviceOf = (path: string): string => path.split("/").slice(0, 2).join("/");
    const declaring = new Set(
      SOURCES.filter(({ code }) => /\bblobRows:/.test(bare(code))).map(({ path }) => serviceOf(path)),
    );
    const found = violations(({ path, layer, code }) =>
      layer === "services" && !declaring.has(serviceOf(path)) && /\.blobs\b/.test(bare(code))
        ? ["keeps blobs, but its service.ts has no blobRows"]
        : [],
    );
    expect(declaring.size).toBeGreaterThan(1);
    expect(found).toEqual([]);
  });

  it("has no file whose name says nothing", () => {
    const found = violations(({ path }) =>
      /(^|\/)(utils?|helpers?|common|misc|manager|types)\.ts$/.test(path) ? ["is named after nothing"] : [],
    );
    expect(found).toEqual([]);
  });
});
