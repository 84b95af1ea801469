// Pipes as answers have them. Pure.

import type { Pipe } from "@aws-sdk/client-pipes";
import type { Scope } from "../../service/context.ts";
import { pipeArn } from "./names.ts";
import type { PipeRecord } from "./records.ts";

/** What operations that change a pipe answer. */
export function describeState(scope: Scope, pipe: PipeRecord) {
  return {
    Arn: pipeArn(scope, pipe.name),
    Name: pipe.name,
    DesiredState: pipe.desiredState,
    CurrentState: pipe.currentState,
    CreationTime: new Date(pipe.createdAtMs),
    LastModifiedTime: new Date(pipe.modifiedAtMs),
  } satisfies Pipe;
}

/** A pipe in a list. */
export function describeInList(scope: Scope, pipe: PipeRecord): Pipe {
  return {
    ...describeState(scope, pipe),
    ...(pipe.stateReason === undefined ? {} : { StateReason: pipe.stateReason }),
    Source: pipe.source,
    Target: pipe.target,
    ...(pipe.enrichment === undefined ? {} : { Enrichment: pipe.enrichment }),
  };
}
