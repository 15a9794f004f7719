import type { EnvelopeMode } from "@/db/enums";
import type { ApprovalPolicy } from "@/lib/accounts/queries";
import { daysText, envelopeWords, scopeWords } from "@/lib/words";

/** What stands in the fields of the approval settings; `version` 0 while a company has never set any. */
export type PolicyValues = {
  version: number;
  enabled: boolean;
  scope: string;
  expiryDays: number;
  declineReason: "required" | "optional";
  envelope: EnvelopeMode;
  envelopePercent: number;
  step1a: string;
  step1b: string;
  step2a: string;
  step2b: string;
};

/** The settings in force, or the defaults of product.md §3.1. */
export function policyValues(policy: ApprovalPolicy | null): PolicyValues {
  const person = (step: number, index: number) =>
    policy?.approvers.filter((each) => each.step === step && each.active)[index]?.userId ?? "";
  return {
    version: policy?.version ?? 0,
    enabled: policy?.enabled ?? false,
    scope: policy?.scope ?? "all",
    expiryDays: policy?.expiryDays ?? 30,
    declineReason: policy?.declineReasonRequired === false ? "optional" : "required",
    envelope: policy?.envelope ?? "carry_over_always",
    envelopePercent: policy?.envelopePercent ?? 10,
    step1a: person(1, 0),
    step1b: person(1, 1),
    step2a: person(2, 0),
    step2b: person(2, 1),
  };
}

export type PolicyFact = { label: string; value: string };

/** The same in words, so that somebody whose settings were overtaken can be told what changed. */
export function factsOf(policy: ApprovalPolicy | null): PolicyFact[] {
  const names = (step: number) =>
    policy?.approvers
      .filter((each) => each.step === step)
      .map((each) => each.name)
      .join(" and ") || "Nobody";
  return [
    { label: "Approvals", value: policy?.enabled ? "On" : "Off" },
    { label: "Which offers", value: scopeWords[policy?.scope ?? "all"] },
    { label: "Step 1", value: names(1) },
    { label: "Step 2", value: names(2) },
    { label: "Expiry", value: daysText(policy?.expiryDays ?? 30) },
    { label: "Reason when declining", value: policy?.declineReasonRequired === false ? "Optional" : "Required" },
    { label: "Beyond what was approved", value: allowedWords(policy) },
  ];
}

const allowedWords = (policy: ApprovalPolicy | null) =>
  policy?.envelope === "percent"
    ? `At most ${policy.envelopePercent} %`
    : envelopeWords[policy?.envelope ?? "carry_over_always"];

/** What differs between the settings somebody began from and those in force now. */
export function changedFacts(before: readonly PolicyFact[], after: readonly PolicyFact[]) {
  return before.flatMap(({ label, value }) => {
    const now = after.find((fact) => fact.label === label)?.value ?? value;
    return now === value ? [] : [{ label, before: value, after: now }];
  });
}
