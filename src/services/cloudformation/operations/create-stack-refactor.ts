// CreateStackRefactor.

import type { CreateStackRefactorCommandInput, CreateStackRefactorCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { createRefactor } from "../refactor/create.ts";
import type { TypesOf } from "../template/validate.ts";

/** Works out which resources move between which stacks; DescribeStackRefactor says whether that can be done. */
export const createStackRefactor = (typesOf: TypesOf) =>
  defineOperation<Input<CreateStackRefactorCommandInput>, CreateStackRefactorCommandOutput>(
    "CreateStackRefactor",
    async (input, context) => ({
      StackRefactorId: (await createRefactor(input, context, typesOf(context, context))).id,
    }),
  );
