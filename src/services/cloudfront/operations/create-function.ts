// CreateFunction: makes a function in its development stage.

import type { CreateFunctionCommandInput, CreateFunctionCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { fault, invalidArgument } from "../errors.ts";
import { checkCode, functionShape, MOST_FUNCTIONS } from "../functions/functions.ts";
import type { FunctionRecord } from "../functions/records.ts";
import { newEtag } from "../ids.ts";
import { listFunctions, loadFunction, saveFunction } from "../repo.ts";

export const createFunction = defineOperation<Input<CreateFunctionCommandInput>, CreateFunctionCommandOutput>(
  "CreateFunction",
  ({ Name, FunctionConfig, FunctionCode }, { store, account, random, clock, origin }) => {
    if (!/^[a-zA-Z0-9-_]{1,64}$/.test(Name)) throw invalidArgument("The parameter Name is invalid.");
    const nowMs = clock.nowMs();
    const checked = checkCode(FunctionCode, FunctionConfig);
    const development = { ...checked, etag: newEtag(random), createdAtMs: nowMs, updatedAtMs: nowMs };
    const record: FunctionRecord = { v: 1, name: Name, development };
    const FunctionSummary = store.write((tx) => {
      if (loadFunction(tx, account, Name) !== undefined) throw fault("FunctionAlreadyExists");
      if (listFunctions(tx, account).length >= MOST_FUNCTIONS) throw fault("TooManyFunctions");
      saveFunction(tx, account, record);
      return functionShape(tx, account, record, "DEVELOPMENT");
    });
    return { FunctionSummary, Location: `${origin}/2020-05-31/function/${Name}`, ETag: development.etag };
  },
);
