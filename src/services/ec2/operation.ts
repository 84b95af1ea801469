// What all operations of EC2 have in common: the default network is there, DryRun ends them, and each is one transaction.

import { defineOperation, type Operation } from "../../service/service.ts";
import type { Input, Output } from "../../service/apis.ts";
import type { Context } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { ensureDefaults } from "./defaults.ts";
import { dryRun } from "./errors.ts";

/** An operation that only reads. */
export function reading<In, Out>(
  name: string,
  run: (input: Input<In>, tx: ReadTx, context: Context) => Output<Out>,
): Operation {
  return defineOperation<Input<In>, Out>(name, (input, context) => {
    begin(input, context);
    const done: { answer?: Output<Out> } = {};
    context.store.read((tx) => {
      done.answer = run(input, tx, context);
    });
    return done.answer ?? nothing<Out>();
  });
}

/** An operation that changes something, all of it in one transaction. */
export function changing<In, Out>(
  name: string,
  run: (input: Input<In>, tx: WriteTx, context: Context) => Output<Out> | void,
): Operation {
  return defineOperation<Input<In>, Out>(name, (input, context) => {
    begin(input, context);
    const done: { answer?: Output<Out> | void } = {};
    context.store.write((tx) => {
      done.answer = run(input, tx, context);
    });
    return done.answer ?? nothing<Out>();
  });
}

const nothing = <Out>(): Output<Out> => ({}) as Output<Out>;

/** AWS: "DryRun": checked when the caller is known to be allowed the call, and before anything else. */
function begin(input: unknown, context: Context): void {
  if ((input as { readonly DryRun?: boolean }).DryRun === true) throw dryRun();
  ensureDefaults(context);
}
