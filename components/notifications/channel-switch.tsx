"use client";

import { useActionState } from "react";
import { useFormStatus } from "react-dom";
import { ActionForm } from "@/components/layout/action-form";
import { Select } from "@/components/ui/select";
import type { NotificationCategory, NotificationChannel } from "@/db/enums";
import type { ActionResult } from "@/lib/action-result";
import { cn } from "@/lib/cn";
import { changeNotificationSettingAction, changeTalentNotificationSettingAction } from "@/lib/notifications/actions";
import type { SettingsSide } from "@/lib/notifications/rules";

type Place = {
  category: NotificationCategory;
  channel: NotificationChannel /** "Approvals, in product" */;
  label: string;
};

const actionOf = { member: changeNotificationSettingAction, talent: changeTalentNotificationSettingAction };

type Switch = Place & { side: SettingsSide; on: boolean };

/** One switch that counts at once: a form of one press, so it works before scripts load. */
export function ChannelSwitch({ side, category, channel, label, on }: Switch) {
  const [result, change] = useActionState(actionOf[side], null);
  return (
    <form action={change}>
      <input type="hidden" name="category" value={category} />
      <input type="hidden" name="channel" value={channel} />
      <input type="hidden" name="value" value={on ? "off" : "on"} />
      <SwitchButton label={label} on={on} />
      <Refused of={result} />
    </form>
  );
}

function SwitchButton({ label, on }: { label: string; on: boolean }) {
  const { pending } = useFormStatus();
  const shown = pending ? !on : on;
  return (
    <button
      type="submit"
      role="switch"
      aria-checked={shown}
      aria-label={label}
      aria-disabled={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault();
      }}
      className="group flex min-h-8 items-center gap-2 rounded-control pe-1 pointer-coarse:min-h-11"
    >
      <span
        aria-hidden="true"
        className={cn(
          "flex h-5 w-9 shrink-0 items-center rounded-full border px-0.5 transition-colors",
          shown ? "justify-end border-action bg-action" : "justify-start border-edge bg-sheet group-hover:border-ink",
        )}
      >
        <span className={cn("size-3.5 rounded-full", shown ? "bg-on-action" : "bg-edge")} />
      </span>
      <span aria-hidden="true" className="text-ink-soft">
        {shown ? "On" : "Off"}
      </span>
    </button>
  );
}

type Frequency = Place & { value: string; options: readonly { value: string; label: string }[] };

/** How often: saved as soon as it is chosen; without scripts by a button. */
export function FrequencySelect({ category, channel, label, value, options }: Frequency) {
  const [result, change] = useActionState(changeNotificationSettingAction, null);
  return (
    <ActionForm action={change} className="w-full max-w-44 gap-1">
      <input type="hidden" name="category" value={category} />
      <input type="hidden" name="channel" value={channel} />
      <Select
        key={value}
        name="value"
        aria-label={label}
        defaultValue={value}
        options={options}
        onChange={(event) => event.currentTarget.form?.requestSubmit()}
      />
      <noscript>
        <button type="submit">Save</button>
      </noscript>
      <p role="status" className="text-xs text-ink-soft empty:hidden">
        {result?.ok ? "Saved." : null}
      </p>
      <Refused of={result} />
    </ActionForm>
  );
}

/** Only a refusal is worth words: what worked shows. */
function Refused({ of: result }: { of: ActionResult }) {
  if (!result || result.ok) return null;
  return (
    <p role="alert" className="text-xs font-medium text-bad">
      {result.message ?? "This did not work. Reload the page and try again."}
    </p>
  );
}
