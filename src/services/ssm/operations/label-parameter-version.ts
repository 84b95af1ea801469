// LabelParameterVersion: puts labels on a version of a parameter.

import type { LabelParameterVersionCommandInput, LabelParameterVersionCommandOutput } from "@aws-sdk/client-ssm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parameterNotFound, versionNotFound } from "../errors.ts";
import { tellChange } from "../events.ts";
import { attach, isLabel } from "../labels.ts";
import { parseReference } from "../name.ts";
import { loadParameter, loadVersion, saveParameter } from "../repo.ts";

export const labelParameterVersion = defineOperation<
  Input<LabelParameterVersionCommandInput>,
  LabelParameterVersionCommandOutput
>("LabelParameterVersion", (input, context) => {
  const { name } = parseReference(input.Name, context);
  const valid = input.Labels.filter(isLabel);
  return context.store.write((tx) => {
    const parameter = loadParameter(tx, context, name);
    if (parameter === undefined) throw parameterNotFound();
    const { ParameterVersion = parameter.version } = input;
    if (loadVersion(tx, context, name, ParameterVersion) === undefined)
      throw versionNotFound(name, String(ParameterVersion));
    const labelled = { ...parameter, labels: attach(parameter.labels ?? {}, ParameterVersion, valid) };
    saveParameter(tx, context, labelled);
    if (valid.length > 0) tellChange(context, tx, context, "LabelParameterVersion", labelled);
    return { InvalidLabels: input.Labels.filter((label) => !isLabel(label)), ParameterVersion };
  });
});
