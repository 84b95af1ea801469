// UpdateApplication: another name for an application.

import type { UpdateApplicationCommandInput, UpdateApplicationCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApplication } from "../applications.ts";
import { applicationExists } from "../errors.ts";
import { listGroups, loadApplication, removeApplication, removeGroup, saveApplication, saveGroup } from "../repo.ts";
import { required } from "../validation.ts";

export const updateApplication = defineOperation<Input<UpdateApplicationCommandInput>, UpdateApplicationCommandOutput>(
  "UpdateApplication",
  ({ applicationName, newApplicationName: name = applicationName }, context) => {
    if (applicationName === undefined || name === undefined) throw required("applicationName");
    context.store.write((tx) => {
      const application = requireApplication(tx, context, applicationName);
      if (name === applicationName) return;
      if (loadApplication(tx, context, name) !== undefined) throw applicationExists(name);
      for (const group of [...listGroups(tx, context, applicationName)]) {
        removeGroup(tx, context, applicationName, group.name);
        saveGroup(tx, context, { ...group, applicationName: name });
      }
      removeApplication(tx, context, applicationName);
      saveApplication(tx, context, { ...application, name });
    });
    return {};
  },
);
