// DeleteApplication: takes an application away, with its groups.

import type { DeleteApplicationCommandInput, DeleteApplicationCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { listGroups, removeApplication, removeGroup } from "../repo.ts";

export const deleteApplication = defineOperation<Input<DeleteApplicationCommandInput>, DeleteApplicationCommandOutput>(
  "DeleteApplication",
  ({ applicationName }, context) => {
    // AWS: an application that does not exist is no error.
    context.store.write((tx) => {
      for (const { name } of [...listGroups(tx, context, applicationName)])
        removeGroup(tx, context, applicationName, name);
      removeApplication(tx, context, applicationName);
    });
    return {};
  },
);
