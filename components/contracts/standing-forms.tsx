"use client";

import { DeedForm } from "@/components/layout/deed-form";
import { Field } from "@/components/layout/field";
import { Checkbox } from "@/components/ui/checkbox";
import type { ContractSide } from "@/db/enums";
import {
  changeManualTimeAction,
  changeRateAction,
  changeWeeklyLimitAction,
  pauseContractAction,
  restartContractAction,
} from "@/lib/contracts/actions";

/** "Pause contract", with what it means before it is pressed. */
export function PauseForm({ contractId, talent }: { contractId: string; talent: string }) {
  return (
    <DeedForm
      action={pauseContractAction}
      about={{ contractId }}
      label="Pause contract"
      back="Keep it going"
      deed="Pause now"
      pending="Pausing…"
    >
      <ul className="grid list-disc gap-1 ps-5">
        <li>At once no new time is taken, and nothing recorded in the pause is billed.</li>
        <li>Hours recorded before are invoiced as usual.</li>
        <li>{talent} is told now. You may restart it at any time.</li>
      </ul>
    </DeedForm>
  );
}

/** "Restart" of what the client paused. */
export function RestartForm({ contractId, alsoPlatform }: { contractId: string; alsoPlatform: boolean }) {
  return (
    <DeedForm
      action={restartContractAction}
      about={{ contractId }}
      label="Restart"
      back="Leave it paused"
      deed="Restart now"
      pending="Restarting…"
    >
      <p>
        {alsoPlatform
          ? "Your own pause ends. The contract stays paused by the platform until that ends too."
          : "Time is taken again at once, and both sides are told."}
      </p>
    </DeedForm>
  );
}

type RateProps = {
  contractId: string;
  side: ContractSide;
  currency: string;
  rate: string;
  /** what was approved an hour, formatted, where the reader may see it */
  approved?: string | null;
};

/** "Raise rate" by the client, "Lower rate" by the freelancer; never back in time. */
export function RateForm({ contractId, side, currency, rate, approved }: RateProps) {
  const raises = side === "client";
  return (
    <DeedForm
      action={changeRateAction}
      about={{ contractId, side }}
      label={raises ? "Raise rate" : "Lower rate"}
      back="Leave it as it is"
      deed="Save rate"
      pending="Saving…"
    >
      {(field) => (
        <Field
          label={`Rate in ${currency} an hour`}
          {...field("rate")}
          inputMode="decimal"
          autoComplete="off"
          defaultValue={rate}
          hint={`Counts from now on, never for hours recorded before. Only ${raises ? "the freelancer lowers" : "the client raises"} it.${approved ? ` Approved were ${approved}; a raise above that is possible, and shown here and on the request.` : ""}`}
          required
        />
      )}
    </DeedForm>
  );
}

/** "Change weekly limit". */
export function WeeklyLimitForm({ contractId, weeklyHours }: { contractId: string; weeklyHours: number | null }) {
  return (
    <DeedForm
      action={changeWeeklyLimitAction}
      about={{ contractId }}
      label="Change weekly limit"
      back="Leave it as it is"
      deed="Save limit"
      pending="Saving…"
    >
      {(field) => (
        <Field
          label="Hours a week"
          {...field("weeklyHours")}
          inputMode="numeric"
          autoComplete="off"
          defaultValue={weeklyHours ?? ""}
          hint="A raise counts at once, a lowering from next Monday 00:00 UTC. Empty means no limit."
          optional
        />
      )}
    </DeedForm>
  );
}

/** "Manual time", on or off. */
export function ManualTimeForm({ contractId, allowed }: { contractId: string; allowed: boolean }) {
  return (
    <DeedForm
      action={changeManualTimeAction}
      about={{ contractId }}
      label="Change manual time"
      back="Leave it as it is"
      deed="Save manual time"
      pending="Saving…"
    >
      <Checkbox
        name="manualTime"
        label="Manual time is allowed"
        hint="Counts at once. Entries made before stay."
        defaultChecked={allowed}
      />
    </DeedForm>
  );
}
