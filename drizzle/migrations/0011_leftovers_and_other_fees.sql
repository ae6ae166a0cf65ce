CREATE TABLE "leftover_orders" (
	"account_id" integer NOT NULL,
	"symbol" text NOT NULL,
	"exchange_order_id" text NOT NULL,
	"trade_ids" text[] NOT NULL,
	"executed_at" timestamp with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"tried_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "leftover_orders_account_id_symbol_exchange_order_id_pk" PRIMARY KEY("account_id","symbol","exchange_order_id")
);
--> statement-breakpoint
ALTER TABLE "trade_executions" ADD COLUMN "other_fees" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "trade_executions" ADD COLUMN "alias_trade_id" text;--> statement-breakpoint
ALTER TABLE "leftover_orders" ADD CONSTRAINT "leftover_orders_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "trade_executions_alias" ON "trade_executions" USING btree ("account_id","symbol","exchange_order_id","alias_trade_id") WHERE "trade_executions"."alias_trade_id" is not null;