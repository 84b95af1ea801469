// Which files make a unit: its template, the configuration, and what its code imports, as the bundler found it. The one
// source of `--changed`, path filters and the explanations of `--why`.

import { existsSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";
import type { Builder } from "../build/build.ts";
import { CONTRACTS_FOLDER } from "../contracts/contract-files.ts";
import { findCode, pathOf } from "../build/code.ts";
import { findSamConfig } from "../system/sam-config.ts";
import { DiagnosticsError } from "../system/system.ts";
import type { System, Unit } from "../system/system.ts";

/** The files of one piece of a unit's code. */
export interface CodeFiles {
  readonly logicalId: string;
  /** Absolute paths of the files that went into it, without those of packages. */
  readonly files: readonly string[];
  /** Folders of which every file counts: code that is not bundled. */
  readonly folders: readonly string[];
  /** Folders of packages that went into it: ".../node_modules/NAME". */
  readonly packages: readonly string[];
  /** Files that say which versions of packages are installed. */
  readonly locks: readonly string[];
}

/** The files of one unit. All paths are those without symbolic links: git and the bundler name files so. */
export interface UnitFiles {
  readonly unit: Unit;
  readonly template: string;
  readonly configuration: string | undefined;
  /** The CDK app that makes the template and its assets: every file of its folder counts, but those that it makes or installs. */
  readonly app?: { readonly directory: string; readonly output: string };
  readonly code: readonly CodeFiles[];
  /** The folder of its contracts, whether there is one or not. */
  readonly contracts: string;
}

const LOCKS = ["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock", "package.json"];

/** Builds all units and tells their files. Of code that does not build, every file of its folder counts. */
export function readFilesOfUnits(system: System, builder: Builder): Promise<readonly UnitFiles[]> {
  return Promise.all(
    system.units.map(async (unit): Promise<UnitFiles> => {
      await builder.build(unit).catch((error: unknown) => {
        if (!(error instanceof DiagnosticsError)) throw error;
      });
      return filesOfUnit(system, unit, builder);
    }),
  );
}

// Of a unit that the builder has built.
function filesOfUnit(system: System, unit: Unit, builder: Builder): UnitFiles {
  const app =
    unit.cdkApp === undefined
      ? undefined
      : { directory: real(unit.cdkApp.directory), output: real(unit.cdkApp.output) };
  const uses = app === undefined ? findCode(unit).uses : [];
  const code = uses.map(({ logicalId, source }): CodeFiles => {
    const nothing = { logicalId, files: [], folders: [], packages: [], locks: [] };
    if (source.kind === "file") return { ...nothing, files: [real(source.file)] };
    const isTraced = source.kind === "bundle" || source.kind === "template";
    const inputs = isTraced ? builder.inputsOf(source) : undefined;
    if (inputs === undefined) return { ...nothing, folders: [real(pathOf(source))] };
    const packages = new Set([...inputs].flatMap((path) => packageOf(path) ?? []));
    const files = [...inputs].filter((path) => packageOf(path) === undefined).sort();
    return { ...nothing, files, packages: [...packages].sort(), locks: locksAbove([...packages]) };
  });
  const configPath = system.configPath ?? findSamConfig(system.directory);
  const configuration = configPath === undefined ? undefined : real(configPath);
  const contracts = join(real(unit.directory), CONTRACTS_FOLDER);
  return {
    unit,
    template: real(unit.templatePath),
    configuration,
    code,
    contracts,
    ...(app === undefined ? {} : { app }),
  };
}

function real(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

// The folder of the package that a file belongs to; undefined for own files.
function packageOf(path: string): string | undefined {
  const marker = `${sep}node_modules${sep}`;
  const at = path.lastIndexOf(marker);
  if (at === -1) return undefined;
  const parts = path.slice(at + marker.length).split(sep);
  return path.slice(0, at + marker.length) + parts.slice(0, parts[0]?.startsWith("@") === true ? 2 : 1).join(sep);
}

/** Whether a file is a source of a CDK app. */
export function isOfApp({ directory, output }: NonNullable<UnitFiles["app"]>, path: string): boolean {
  return isBelow(directory, path) && !isBelow(output, path) && packageOf(path) === undefined;
}

/** Whether a file is, or stands below, a folder. */
export function isBelow(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}

// A package changes when somebody installs another one, and that shows in the files beside its "node_modules".
function locksAbove(packages: readonly string[]): readonly string[] {
  const marker = `${sep}node_modules${sep}`;
  const roots = new Set(packages.map((path) => path.slice(0, path.indexOf(marker))));
  return [...roots].flatMap((root) => LOCKS.map((name) => join(root, name)).filter((path) => existsSync(path)));
}
