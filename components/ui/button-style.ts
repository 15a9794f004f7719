import { cva, type VariantProps } from "class-variance-authority";

/** How a button looks; shared by real buttons and by links that look alike. */
export const buttonStyle = cva(
  "relative inline-flex items-center justify-center gap-2 rounded-control border font-medium whitespace-nowrap select-none transition-colors disabled:cursor-not-allowed disabled:border-line disabled:bg-neutral-tint disabled:text-ink-soft aria-disabled:cursor-progress [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "border-transparent bg-action text-on-action hover:bg-action-strong",
        stamp: "border-transparent bg-stamp text-on-stamp hover:bg-stamp-strong",
        plain: "border-edge bg-sheet text-ink hover:border-ink hover:bg-hover",
        "danger-quiet": "border-edge bg-sheet text-bad hover:border-bad hover:bg-bad-tint",
        link: "border-transparent bg-transparent text-action underline decoration-from-font underline-offset-3 hover:text-action-strong hover:decoration-2 disabled:border-transparent disabled:bg-transparent",
      },
      // A finger needs 44 px, a mouse 36: the smaller sizes grow where the pointer is coarse.
      size: {
        small: "h-8 px-3 text-xs pointer-coarse:h-10",
        medium: "h-9 px-4 text-sm pointer-coarse:h-11",
        large: "h-11 px-5 text-base",
      },
    },
    compoundVariants: [{ variant: "link", className: "px-1" }],
    defaultVariants: { variant: "plain", size: "medium" },
  },
);

export type ButtonLook = VariantProps<typeof buttonStyle>;
