// ListPipes: an account's pipes by name.

import type { ListPipesCommandInput, ListPipesCommandOutput } from "@aws-sdk/client-pipes";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeInList } from "../describe.ts";
import { listPipes as walkPipes } from "../repo.ts";

export const listPipes = defineOperation<Input<ListPipesCommandInput>, ListPipesCommandOutput>(
  "ListPipes",
  (input, context) => {
    const { NamePrefix = "", SourcePrefix = "", TargetPrefix = "", Limit: limit = 100 } = input;
    const { DesiredState: desired, CurrentState: current } = input;
    const found = context.store.read((tx) =>
      [...walkPipes(tx, context, input.NextToken)].filter(
        (pipe) =>
          pipe.name.startsWith(NamePrefix) &&
          pipe.source.startsWith(SourcePrefix) &&
          pipe.target.startsWith(TargetPrefix) &&
          (desired === undefined || pipe.desiredState === desired) &&
          (current === undefined || pipe.currentState === current),
      ),
    );
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      Pipes: page.map((pipe) => describeInList(context, pipe)),
      ...(found.length > limit && last !== undefined ? { NextToken: last.name } : {}),
    };
  },
);
