import { cn } from "@/lib/cn";
import { controlStyle } from "./control-style";

type SearchFieldProps = {
  /** Path of the list; the form is a GET, so a search has an address and works without scripts. */
  action: string;
  label: string;
  name?: string;
  value?: string;
  placeholder?: string;
  /** What else the address says and a search must not lose: tab, filters. Never the page cursor. */
  keep?: Record<string, string | undefined>;
};

/** Search within a list; Enter looks. */
export function SearchField({ action, label, name = "q", value, placeholder = label, keep = {} }: SearchFieldProps) {
  return (
    <search className="w-full sm:w-72">
      <form action={action} method="get" className="relative">
        {Object.entries(keep).map(
          ([key, kept]) => kept !== undefined && <input key={key} type="hidden" name={key} value={kept} />,
        )}
        <svg
          aria-hidden="true"
          viewBox="0 0 16 16"
          className="pointer-events-none absolute start-3 top-1/2 size-4 -translate-y-1/2 fill-none stroke-ink-soft stroke-[1.75]"
          strokeLinecap="round"
        >
          <path d="M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9Zm3.25 7.75 3.25 3.25" />
        </svg>
        <input
          type="search"
          name={name}
          defaultValue={value}
          aria-label={label}
          placeholder={placeholder}
          enterKeyHint="search"
          maxLength={200}
          className={cn(controlStyle, "h-9 ps-9 pointer-coarse:h-11")}
        />
      </form>
    </search>
  );
}
