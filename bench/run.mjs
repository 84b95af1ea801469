// `npm run bench [-- --quick | --delivery [--large] | --queues [--large] | --tables [--large]]`: Stackyard beside a bare
// node:http server, same client, same run. Only ratios of one run mean anything: absolute numbers are those of the machine
// and the hour.

import { measureCalls } from "./cases/calls.mjs";
import { measureDelivery } from "./cases/delivery.mjs";
import { measureFunctions } from "./cases/functions.mjs";
import { measureObjects } from "./cases/objects.mjs";
import { measureQueues } from "./cases/queues.mjs";
import { measureStacks } from "./cases/stacks.mjs";
import { measureStreams } from "./cases/streams.mjs";
import { measureTables } from "./cases/tables.mjs";
import { startBare, startStackyard } from "./servers.mjs";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
const isQuick = process.argv.includes("--quick");
const options = { durationMs: isQuick ? 500 : 3_000, warmupMs: isQuick ? 500 : 2_000, rounds: isQuick ? 1 : 3 };

const rows = [];
const report = (name, value, budget) => {
  rows.push({ name, value, budget });
  console.log(`${name.padEnd(60)} ${value.padStart(32)}   ${budget ?? ""}`);
};

// The large ones take minutes, and all need the machine for themselves.
const isLarge = process.argv.includes("--large");
if (process.argv.includes("--queues")) await onOwnYard((yard) => measureQueues({ yard, options, report, isLarge }));
else if (process.argv.includes("--tables"))
  await onOwnYard((yard) => measureTables({ yard, options, report, isLarge }));
else if (process.argv.includes("--objects"))
  await onOwnYard((yard) => measureObjects({ yard, options, report, isLarge }));
else {
  if (!process.argv.includes("--delivery")) await measureCloud();
  if (!isQuick) await measureDelivery({ report, isLarge });
}

async function onOwnYard(measure) {
  const yard = await startStackyard();
  try {
    await measure(yard);
    report("resident memory, after all that", `${yard.residentMb().toFixed(0)} MB`);
  } finally {
    await yard.stop();
  }
}

async function measureCloud() {
  const bare = await startBare();
  const yard = await startStackyard();
  try {
    console.log(`Stackyard beside a bare node:http server, ${process.version}, 16 connections unless said otherwise\n`);
    report("start to first answered call", `${yard.readyMs.toFixed(0)} ms`, "budget 300 ms");
    report("resident memory, idle", `${yard.residentMb().toFixed(0)} MB`, "budget 150 MB");
    await measureCalls({ bare, yard, options, report });
    await measureStreams({ bare, yard, options, report });
    await measureFunctions({ yard, options, report });
    await measureStacks({ yard, report });
    report("resident memory, after all that", `${yard.residentMb().toFixed(0)} MB`);
  } finally {
    bare.stop();
    await yard.stop();
  }
}
