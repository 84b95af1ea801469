// UnlabelParameterVersion: takes labels from a version of a parameter; those that it does not have are listed apart.

import type { UnlabelParameterVersionCommandInput, UnlabelParameterVersionCommandOutput } from "@aws-sdk/client-ssm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parameterNotFound, versionNotFound } from "../errors.ts";
import { parseReference } from "../name.ts";
import { loadParameter, loadVersion, saveParameter } from "../repo.ts";

export const unlabelParameterVersion = defineOperation<
  Input<UnlabelParameterVersionCommandInput>,
  UnlabelParameterVersionCommandOutput
>("UnlabelParameterVersion", ({ Name, ParameterVersion, Labels }, context) => {
  const { name } = parseReference(Name, context);
  return context.store.write((tx) => {
    const parameter = loadParameter(tx, context, name);
    if (parameter === undefined) throw parameterNotFound();
    if (loadVersion(tx, context, name, ParameterVersion) === undefined)
      throw versionNotFound(name, String(ParameterVersion));
    const { labels = {} } = parameter;
    const RemovedLabels = Labels.filter((label) => labels[label] === ParameterVersion);
    const left = Object.entries(labels).filter(([label]) => !RemovedLabels.includes(label));
    saveParameter(tx, context, { ...parameter, labels: Object.fromEntries(left) });
    return { RemovedLabels, InvalidLabels: Labels.filter((label) => !RemovedLabels.includes(label)) };
  });
});
