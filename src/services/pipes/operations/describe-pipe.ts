// DescribePipe: a pipe as it was asked for, and how it is.

import type { DescribePipeCommandInput, DescribePipeCommandOutput } from "@aws-sdk/client-pipes";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeInList } from "../describe.ts";
import { pipeNotFound } from "../errors.ts";
import { loadPipe } from "../repo.ts";

export const describePipe = defineOperation<Input<DescribePipeCommandInput>, DescribePipeCommandOutput>(
  "DescribePipe",
  (input, context) => {
    const pipe = context.store.read((tx) => loadPipe(tx, context, input.Name));
    if (pipe === undefined) throw pipeNotFound(input.Name);
    return {
      ...describeInList(context, pipe),
      ...(pipe.currentState === "DELETING" ? { DesiredState: "DELETED" } : {}),
      ...(pipe.description === undefined ? {} : { Description: pipe.description }),
      SourceParameters: pipe.sourceParameters,
      ...(pipe.enrichmentParameters === undefined ? {} : { EnrichmentParameters: pipe.enrichmentParameters }),
      ...(pipe.logConfiguration === undefined ? {} : { LogConfiguration: pipe.logConfiguration }),
      TargetParameters: pipe.targetParameters,
      RoleArn: pipe.roleArn,
      Tags: { ...pipe.tags },
    };
  },
);
