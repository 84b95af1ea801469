// The delivery of generated systems: from nothing, without a change, with a change of one unit, and away again. Each is the
// command as people type it, from its start to the prompt, on a server of its own. "CPU" is the command's and the server's.

import { spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateSystem } from "../generate-system.mjs";
import { cpuMsOf, memoryOf, startStackyard } from "../servers.mjs";

const ROOT = join(import.meta.dirname, "../..");

/** What each system is held against. */
const SYSTEMS = [
  {
    units: 50,
    resources: 1_000,
    budgets: { unchanged: "budget 0.15 s", plan: "budget 1 s", memory: "budget 1,024 MB" },
  },
  { units: 100, resources: 10_000, budgets: { cold: "budget 60 s", memory: "budget 1,024 MB" } },
];

/** Measures the first system, and the large one too where `isLarge`. */
export async function measureDelivery({ report, isLarge }) {
  for (const system of SYSTEMS.slice(0, isLarge ? 2 : 1)) await measureSystem(system, report);
}

async function measureSystem({ units, resources, budgets }, report) {
  const folder = mkdtempSync(join(tmpdir(), "stackyard-system-"));
  const yard = await startStackyard();
  const name = `${units} units, ${resources.toLocaleString("en")} resources: `;
  const peaks = [];
  const measure = async (what, budget, ...command) => {
    const served = yard.cpuMs();
    const { durationMs, peakMb, cpuMs } = await run(yard, folder, command);
    peaks.push(peakMb);
    // Processor time says what the work costs, also on a machine that others use.
    const cost = `${seconds(cpuMs)} + ${seconds(yard.cpuMs() - served)} CPU`;
    report(`${name}${what}`, `${seconds(durationMs)} (${cost})`, budget);
  };
  try {
    const { handler, template } = generateSystem(folder, { units, resources });
    await measure("deploy from nothing", budgets.cold, "deploy");
    await measure("deploy, nothing changed", budgets.unchanged, "deploy");
    await measure("plan, nothing changed", budgets.plan, "plan");
    appendFileSync(handler, "export const changed = true;\n");
    await measure("deploy, one handler changed", undefined, "deploy");
    writeFileSync(template, readFileSync(template, "utf8").replace(/("?VisibilityTimeout"?: )30/, "$131"));
    await measure("plan, one template changed", budgets.plan, "plan");
    await measure("deploy, one template changed", undefined, "deploy");
    await measure("destroy", undefined, "destroy");
    report(
      `${name}most memory, server and command`,
      `${yard.peakMb().toFixed(0)} MB, ${Math.max(...peaks).toFixed(0)} MB`,
      budgets.memory,
    );
  } finally {
    await yard.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const seconds = (ms) => `${(ms / 1_000).toFixed(2)} s`;

/** Runs a command to its end; its time on the clock and on the processor, and the most memory that it had. */
async function run(yard, folder, [command, ...parameters]) {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [join(ROOT, "bin/stackyard.js"), command, folder, ...parameters], {
    env: { PATH: process.env.PATH, HOME: yard.stateDir, STACKYARD_HOME: yard.stateDir },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (errors = `${errors}${text}`.slice(-4_000)));
  let peakMb = 0;
  let cpuMs = 0;
  // The kernel keeps both as long as there is the process.
  const watch = setInterval(() => {
    peakMb = Math.max(peakMb, memoryOf(child.pid, "VmHWM"));
    cpuMs = Math.max(cpuMs, cpuMsOf(child.pid));
  }, 20);
  const code = await new Promise((resolve) => child.once("close", resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`"stackyard ${command}" ended with ${code}:\n${errors}`);
  return { durationMs: performance.now() - startedMs, peakMb, cpuMs };
}
