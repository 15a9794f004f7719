"use client";

import { useRouter } from "next/navigation";
import { useActionState, useEffect, useState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { FieldGroup, FormActions } from "@/components/layout/field-group";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { Checkbox } from "@/components/ui/checkbox";
import { changeOrderSettingsAction } from "@/lib/accounts/actions";
import { Overtaken } from "./overtaken";
import { changedFacts, type PolicyFact } from "./policy-values";

export type OrderSwitches = {
  token: string;
  ordersOn: boolean;
  requiredOnPosts: boolean;
  requiredOnOffers: boolean;
  oneDollarExempt: boolean;
  inline: boolean;
  includeFees: boolean;
};

type OrderSettingsFormProps = {
  values: OrderSwitches;
  /** who changed company settings last and when; null for a seed or a script */
  changed: string | null;
};

/** The `po.*` switches. Saved over somebody else's change, nothing is overwritten and that change is told. */
export function OrderSettingsForm({ values, changed }: OrderSettingsFormProps) {
  const [result, save] = useActionState(changeOrderSettingsAction, null);
  const [began, setBegan] = useState(values);
  const router = useRouter();
  const overtaken = result?.ok === false && result.reason === "changed-meanwhile";
  useEffect(() => {
    if (overtaken) router.refresh();
  }, [overtaken, router]);
  useEffect(() => {
    // After an own save the page brings the new token; later saves build on that one.
    if (result?.ok) setBegan(values);
  }, [result, values]);
  return (
    <ActionForm action={save} className="gap-8">
      <input type="hidden" name="token" value={began.token} />
      <FieldGroup legend="Purchase orders">
        <Checkbox
          name="ordersOn"
          value="on"
          defaultChecked={values.ordersOn}
          label={switchLabels.ordersOn}
          hint="Off: the page and the field on posts, requests and offers are away. What is linked stays linked."
        />
      </FieldGroup>
      <FieldGroup
        legend="Where one is asked for"
        hint="Required means that the question must be answered. “I don't have one yet” is always an answer; on job posts it shows in the weekly spend alerts."
      >
        <Checkbox
          name="requiredOnPosts"
          value="on"
          defaultChecked={values.requiredOnPosts}
          label={switchLabels.requiredOnPosts}
        />
        <Checkbox
          name="requiredOnOffers"
          value="on"
          defaultChecked={values.requiredOnOffers}
          label={switchLabels.requiredOnOffers}
        />
      </FieldGroup>
      <FieldGroup legend="Rules">
        <Checkbox
          name="inline"
          value="on"
          defaultChecked={values.inline}
          label={switchLabels.inline}
          hint="In passing, from a post, a request or an offer: for themselves and that team. Finance admins are told."
        />
        <Checkbox
          name="oneDollarExempt"
          value="on"
          defaultChecked={values.oneDollarExempt}
          label={switchLabels.oneDollarExempt}
          hint="Total funds of exactly one unit stand for a number that is to come: never out of funds, no thresholds. Expiry counts all the same."
        />
        <Checkbox
          name="includeFees"
          value="on"
          defaultChecked={values.includeFees}
          label={switchLabels.includeFees}
          hint="Where you pay one, it counts on the purchase order of what it is charged on. Off: it is charged all the same, without one."
        />
      </FieldGroup>
      <p className="text-ink-soft">
        A change counts from now on and changes nothing that exists.
        {changed && ` Company settings were last changed by ${changed}.`}
      </p>
      {overtaken && (
        <Overtaken
          by={changed}
          changes={changedFacts(factsOf(began), factsOf(values))}
          href="/ab/settings/purchase-orders"
        />
      )}
      <FormActions>
        <SubmitButton pending="Saving…">Save</SubmitButton>
        <Outcome of={overtaken ? null : result} says={words} done="Saved. It counts from now on." />
      </FormActions>
    </ActionForm>
  );
}

const switchLabels = {
  ordersOn: "This company works with purchase orders",
  requiredOnPosts: "Required on job posts",
  requiredOnOffers: "Required on offers",
  inline: "Hiring managers may add purchase orders",
  oneDollarExempt: "One-dollar purchase orders are quiet",
  includeFees: "Purchase orders include the client fee",
};

const factsOf = (values: OrderSwitches): PolicyFact[] =>
  (Object.keys(switchLabels) as (keyof typeof switchLabels)[]).map((name) => ({
    label: switchLabels[name],
    value: values[name] ? "On" : "Off",
  }));

const words: Record<string, string> = { invalid: "Nothing was saved. Reload the page and try again." };
