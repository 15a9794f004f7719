import { Lock } from "lucide-react";
import { Sheet } from "@/components/ui/sheet";
import type { NotificationCategory, NotificationChannel } from "@/db/enums";
import { cn } from "@/lib/cn";
import { type Cell, messageFrequencies, ruleOf, type SettingsSide } from "@/lib/notifications/rules";
import { channelWords, frequencyWords } from "@/lib/words";
import { ChannelSwitch, FrequencySelect } from "./channel-switch";

type SettingsListProps = {
  /** of a seat in a company, or of a freelancer: who is chosen for, and what can be */
  side: SettingsSide;
  categories: readonly NotificationCategory[];
  /** what the reader chose; what is missing is as usual */
  choices: readonly { category: NotificationCategory; channel: NotificationChannel; value: string }[];
};

/** The freelancer's side has no notification list, so there is one column less. */
const channelsOf = { member: ["in_product", "mail"], talent: ["mail"] } as const;
const columnsOf = {
  member: "grid-cols-[minmax(0,1fr)_8rem_11rem]",
  talent: "grid-cols-[minmax(0,1fr)_8rem]",
};
const wideColumnsOf = {
  member: "sm:grid-cols-[minmax(0,1fr)_8rem_11rem]",
  talent: "sm:grid-cols-[minmax(0,1fr)_8rem]",
};

/** Categories × channels. A row that is locked says why; on a phone each switch stands under its row with its name. */
export function SettingsList({ side, categories, choices }: SettingsListProps) {
  const choiceOf = (category: NotificationCategory, channel: NotificationChannel) =>
    choices.find((each) => each.category === category && each.channel === channel)?.value;
  return (
    <Sheet padded={false}>
      <div
        aria-hidden="true"
        className={cn(
          "grid gap-4 border-b border-line px-6 py-2.5 text-xs text-ink-soft max-sm:hidden",
          columnsOf[side],
        )}
      >
        <span>Category</span>
        {channelsOf[side].map((channel) => (
          <span key={channel}>{channelWords[channel]}</span>
        ))}
      </div>
      <ul className="divide-y divide-line">
        {categories.map((category) => (
          <Row key={category} side={side} category={category} choiceOf={(channel) => choiceOf(category, channel)} />
        ))}
      </ul>
    </Sheet>
  );
}

type RowProps = {
  side: SettingsSide;
  category: NotificationCategory;
  choiceOf: (channel: NotificationChannel) => string | undefined;
};

function Row({ side, category, choiceOf }: RowProps) {
  const rule = ruleOf(side, category);
  if (!rule) return null;
  const { title, examples, cells } = rule;
  const channels = channelsOf[side];
  const reasons = new Set(
    channels.flatMap((channel) => {
      const cell = cells[channel];
      return cell.kind === "locked" ? [cell.because] : [];
    }),
  );
  return (
    <li className={cn("grid grid-cols-2 gap-x-4 gap-y-2.5 px-4 py-3.5 sm:items-center sm:px-6", wideColumnsOf[side])}>
      <div className="max-sm:col-span-2">
        <h2 className="font-medium">{title}</h2>
        <p className="text-xs text-ink-soft">{examples}</p>
        {[...reasons].map((because) => (
          <p key={because} className="mt-1 text-xs">
            {because}
          </p>
        ))}
      </div>
      {channels.map((channel) => (
        <div key={channel}>
          <p aria-hidden="true" className="text-xs text-ink-soft sm:hidden">
            {channelWords[channel]}
          </p>
          <Place
            side={side}
            category={category}
            channel={channel}
            label={`${title}, ${channelWords[channel].toLowerCase()}`}
            cell={cells[channel]}
            value={choiceOf(channel)}
          />
        </div>
      ))}
    </li>
  );
}

type PlaceProps = {
  side: SettingsSide;
  category: NotificationCategory;
  channel: NotificationChannel;
  /** "Approvals, in product" */
  label: string;
  cell: Cell;
  value: string | undefined;
};

function Place({ side, category, channel, label, cell, value }: PlaceProps) {
  switch (cell.kind) {
    case "locked":
      return (
        <p className="flex min-h-8 items-center gap-2 text-ink-soft">
          <Lock aria-hidden className="size-4 shrink-0" />
          <span className="sr-only">{label}: </span>Always on
        </p>
      );
    case "absent":
      return (
        <p className="flex min-h-8 items-center text-ink-soft">
          <span className="sr-only">{label}: </span>By mail only
        </p>
      );
    case "frequency":
      return (
        <FrequencySelect
          category={category}
          channel={channel}
          label={label}
          value={value ?? cell.usual}
          options={messageFrequencies.map((each) => ({ value: each, label: frequencyWords[each] }))}
        />
      );
    case "switch":
      return <ChannelSwitch side={side} category={category} channel={channel} label={label} on={value !== "off"} />;
  }
}
