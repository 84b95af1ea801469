// DeleteLoginProfile: takes a user's password away.

import type { DeleteLoginProfileCommandInput, DeleteLoginProfileCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeEntity, userNameOf } from "../entities.ts";
import { loginProfileNotFound } from "../errors.ts";

export const deleteLoginProfile = defineOperation<
  Input<DeleteLoginProfileCommandInput>,
  DeleteLoginProfileCommandOutput
>("DeleteLoginProfile", (input, context) => {
  const userName = userNameOf(input, context);
  changeEntity(context, "user", userName, ({ login, ...user }) => {
    if (login === undefined) throw loginProfileNotFound(userName);
    return user;
  });
  return {};
});
