/** How a relay is reached, and how much it takes at once. */
export interface SmtpSettings {
  host: string;
  port: number;
  /** TLS from the first byte. */
  secure: boolean;
  /** Refuse to send where the relay does not offer STARTTLS. */
  requireTls: boolean;
  user?: string | undefined;
  password?: string | undefined;
  /** What it is called in reports and the log; its host where absent. */
  name?: string | undefined;
  /** How many connections there may be at once. */
  connections?: number | undefined;
}
