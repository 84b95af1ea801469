// GetChange: how far a change is.

import type { GetChangeCommandInput, GetChangeCommandOutput } from "@aws-sdk/client-route-53";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeShape } from "../changes.ts";
import { noSuchChange } from "../errors.ts";
import { loadChange } from "../repo.ts";
import { bareId } from "../zones.ts";

export const getChange = defineOperation<Input<GetChangeCommandInput>, GetChangeCommandOutput>(
  "GetChange",
  (input, context) => {
    const id = bareId(input.Id);
    const change = context.store.read((tx) => loadChange(tx, context, id));
    if (change === undefined) throw noSuchChange(id);
    return { ChangeInfo: changeShape(change) };
  },
);
