// Labels: names that customers give to versions of a parameter. Pure. AWS: LabelParameterVersion; "Working with parameter labels".

import { tooManyLabels } from "./errors.ts";

// LIMIT: AWS: LabelParameterVersion.
const MOST_LABELS = 10;

/** Which version has a label. */
export type Labels = Readonly<Record<string, number>>;

/** Whether a text can be a label. AWS: no digit, "aws" or "ssm" at its beginning. */
export function isLabel(text: string): boolean {
  return text.length <= 100 && /^[A-Za-z_.-][\w.-]*$/.test(text) && !/^(?:aws|ssm)/i.test(text);
}

/** Puts labels on a version, taking them from others; throws ParameterVersionLabelLimitExceeded. */
export function attach(labels: Labels, version: number, more: readonly string[]): Labels {
  const all = { ...labels, ...Object.fromEntries(more.map((label) => [label, version])) };
  if (labelsOf(all, version).length > MOST_LABELS) throw tooManyLabels();
  return all;
}

/** The labels of a version. */
export function labelsOf(labels: Labels | undefined, version: number): string[] {
  return Object.entries(labels ?? {}).flatMap(([label, of]) => (of === version ? [label] : []));
}
