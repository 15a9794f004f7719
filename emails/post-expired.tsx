import type { CompanyMail, MailCategory } from "./_components/category";
import { Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { plainFacts, plainFooter, plainLink, plainText } from "./_components/plain";
import { type PostFacts, postFacts, previewPost } from "./_components/post-facts";
import { previewCompany } from "./_components/preview-company";
import { Button, Lead, Line, Title } from "./_components/words";

/** A job post showed no sign of life and is over: to its owner (product section 7). */
export interface PostExpiredProps extends CompanyMail, PostFacts {
  /** "1 April 2026, 09:30 CEST". */
  endedAt: string;
  postUrl: string;
}

export const category: MailCategory = {
  name: "offers",
  locked: false,
  because: "You get this mail because you own this job post.",
};

export const subject = ({ title }: PostExpiredProps) => `Job post has expired: ${title}`;

export default function PostExpired(props: PostExpiredProps) {
  return (
    <Layout preview={props.terms} footer={<Footer category={category} mail={props} />}>
      <Lead>
        Your job post <Title>{props.title}</Title> has expired.
      </Lead>
      <Line>{`Nothing happened on it for ${props.life}, so it ended on ${props.endedAt}. Pending offers stay, and you can reopen it.`}</Line>
      <Facts rows={postFacts(props)} />
      <Button href={props.postUrl}>Open the post</Button>
    </Layout>
  );
}

export const text = (props: PostExpiredProps) =>
  plainText(
    `Your job post “${props.title}” has expired.`,
    `Nothing happened on it for ${props.life}, so it ended on ${props.endedAt}. Pending offers stay, and you can reopen it.`,
    plainFacts(postFacts(props)),
    plainLink("Open the post", props.postUrl),
    plainFooter(category, props),
  );

PostExpired.PreviewProps = {
  ...previewCompany,
  ...previewPost,
  endedAt: "1 April 2026, 09:30 CEST",
  postUrl: "https://countersign.example/ab/jobs/posts/0198f2c4-22bb-7c13-9a88-1d4d2a1a8e63",
} satisfies PostExpiredProps;
