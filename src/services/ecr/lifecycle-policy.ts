// Lifecycle policies: which images expire. They are checked as AWS checks them; with no images there is nothing to expire. Pure.
// AWS: "Lifecycle policy parameters" and "How lifecycle policies work in Amazon ECR".

type Values = Readonly<Record<string, unknown>>;

const AGES: readonly unknown[] = ["sinceImagePushed", "sinceImagePulled", "sinceImageTransitioned"];
const RULE_MEMBERS = ["rulePriority", "description", "selection", "action"];
const SELECTION_MEMBERS = [
  "tagStatus",
  "tagPatternList",
  "tagPrefixList",
  "storageClass",
  "countType",
  "countUnit",
  "countNumber",
];
/** LIMIT: AWS: "tagPatternList": four wildcards in a pattern. */
const MOST_WILDCARDS = 4;

/** What is wrong with a lifecycle policy; undefined for a good one. The words are inferred. */
export function lifecycleProblem(text: string): string | undefined {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return "unable to parse the JSON document";
    throw error;
  }
  const rules = isValues(policy) ? policy["rules"] : undefined;
  if (!Array.isArray(rules)) return 'object has missing required properties (["rules"])';
  if (rules.length === 0) return "array is too short: must have at least 1 elements but instance has 0 elements";
  return rules.map(ruleProblem).find((problem) => problem !== undefined) ?? prioritiesProblem(rules as Values[]);
}

function ruleProblem(rule: unknown): string | undefined {
  if (!isValues(rule)) return "a rule must be an object";
  const { rulePriority, description = "", selection, action } = rule;
  const unknown = strangers(rule, RULE_MEMBERS);
  if (unknown !== undefined) return unknown;
  if (!isPositive(rulePriority)) return "rulePriority must be a positive integer";
  if (typeof description !== "string") return "description must be a string";
  return selectionProblem(selection) ?? actionProblem(action);
}

function selectionProblem(selection: unknown): string | undefined {
  if (!isValues(selection)) return 'object has missing required properties (["selection"])';
  const { tagStatus, tagPatternList, tagPrefixList, countType, countUnit, countNumber, storageClass } = selection;
  const unknown = strangers(selection, SELECTION_MEMBERS);
  if (unknown !== undefined) return unknown;
  if (!["tagged", "untagged", "any"].includes(String(tagStatus))) return "tagStatus must be tagged, untagged or any";
  const lists = [tagPatternList, tagPrefixList].filter((list) => list !== undefined);
  if (tagStatus === "tagged" ? lists.length !== 1 : lists.length > 0)
    return "tagStatus tagged needs one of tagPatternList and tagPrefixList, and no other takes them";
  if (!lists.every((list) => Array.isArray(list) && list.length > 0 && list.every((tag) => typeof tag === "string")))
    return "tagPatternList and tagPrefixList must be lists of strings";
  if ((tagPatternList as readonly string[] | undefined)?.some((tag) => tag.split("*").length - 1 > MOST_WILDCARDS))
    return `a pattern of tagPatternList can have at most ${MOST_WILDCARDS} wildcards`;
  if (storageClass !== undefined && storageClass !== "standard" && storageClass !== "archive")
    return "storageClass must be standard or archive";
  const isAge = AGES.includes(countType);
  if (!isAge && countType !== "imageCountMoreThan")
    return `countType must be imageCountMoreThan or one of ${AGES.join(", ")}`;
  if (isAge ? countUnit !== "days" : countUnit !== undefined) return "countUnit must be days, with ages only";
  return isPositive(countNumber) ? undefined : "countNumber must be a positive integer";
}

function actionProblem(action: unknown): string | undefined {
  if (!isValues(action)) return 'object has missing required properties (["action"])';
  const { type, targetStorageClass } = action;
  if (type === "expire" && targetStorageClass === undefined) return undefined;
  if (type === "transition" && targetStorageClass === "archive") return undefined;
  return "action must be expire, or transition with the targetStorageClass archive";
}

/** AWS: priorities need not follow each other, but each is given once; a rule for any image comes last. */
function prioritiesProblem(rules: readonly Values[]): string | undefined {
  const priorities = rules.map(({ rulePriority }) => Number(rulePriority));
  if (new Set(priorities).size < priorities.length) return "rules must have unique priorities";
  const last = Math.max(...priorities);
  const isLate = rules.every(
    ({ selection, rulePriority }) => (selection as Values)["tagStatus"] !== "any" || rulePriority === last,
  );
  return isLate ? undefined : "a rule with tagStatus any must have the highest rulePriority";
}

function strangers(values: Values, known: readonly string[]): string | undefined {
  const others = Object.keys(values).filter((name) => !known.includes(name));
  if (others.length === 0) return undefined;
  return `object instance has properties which are not allowed by the schema: [${others.map((name) => `"${name}"`).join(",")}]`;
}

function isValues(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPositive(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 1;
}
