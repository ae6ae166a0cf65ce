CREATE TABLE "accounts" (
	"id" serial PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"exchange" text NOT NULL,
	"market_type" text NOT NULL,
	"rest_url" text,
	"stream_url" text,
	"credentials" text NOT NULL,
	"removed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "accounts_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "failed_orders" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"account_id" integer NOT NULL,
	"strategy_id" integer,
	"client_order_id" text NOT NULL,
	"symbol" text NOT NULL,
	"market_type" text NOT NULL,
	"side" text NOT NULL,
	"order_type" text NOT NULL,
	"price" numeric,
	"exchange_order_id" text,
	"quantity" numeric NOT NULL,
	"status" text NOT NULL,
	"code" text,
	"reason" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "failed_orders_status" CHECK ("failed_orders"."status" in ('rejected', 'expired', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "open_orders" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"account_id" integer NOT NULL,
	"strategy_id" integer,
	"client_order_id" text NOT NULL,
	"symbol" text NOT NULL,
	"market_type" text NOT NULL,
	"side" text NOT NULL,
	"order_type" text NOT NULL,
	"price" numeric,
	"exchange_order_id" text,
	"time_in_force" text NOT NULL,
	"reduce_only" boolean DEFAULT false NOT NULL,
	"quantity" numeric NOT NULL,
	"filled_quantity" numeric DEFAULT '0' NOT NULL,
	"status" text DEFAULT 'PENDING' NOT NULL,
	"submitted_at" timestamp with time zone,
	"is_proven" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "open_orders_client_order_id" UNIQUE("account_id","client_order_id"),
	CONSTRAINT "open_orders_exchange_order_id" UNIQUE("account_id","symbol","exchange_order_id"),
	CONSTRAINT "open_orders_quantity" CHECK ("open_orders"."quantity" > 0),
	CONSTRAINT "open_orders_filled" CHECK ("open_orders"."filled_quantity" >= 0),
	CONSTRAINT "open_orders_status" CHECK ("open_orders"."status" in ('PENDING', 'UNKNOWN', 'NEW', 'PARTIALLY_FILLED'))
);
--> statement-breakpoint
CREATE TABLE "order_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "order_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"type" text NOT NULL,
	"account_id" integer NOT NULL,
	"strategy_id" integer,
	"client_order_id" text NOT NULL,
	"data" json NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "order_tracking_sessions" (
	"session_id" text PRIMARY KEY NOT NULL,
	"account_id" integer NOT NULL,
	"status" text NOT NULL,
	"last_ping" timestamp with time zone DEFAULT now() NOT NULL,
	"connected_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"error" text,
	"statistics" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "strategies" (
	"id" serial PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"account_id" integer NOT NULL,
	"token_hash" text NOT NULL,
	"signing_secret" text NOT NULL,
	"limits" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"paused" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "strategies_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "strategy_positions" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"strategy_id" integer NOT NULL,
	"symbol" text NOT NULL,
	"quantity" numeric DEFAULT '0' NOT NULL,
	"entry_price" numeric,
	"realized_pnl" numeric DEFAULT '0' NOT NULL,
	"fees" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"folded_executed_at" timestamp with time zone,
	"folded_trade_id" text,
	"checkpoint" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "strategy_positions_identity" UNIQUE("strategy_id","symbol")
);
--> statement-breakpoint
CREATE TABLE "trade_executions" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"account_id" integer NOT NULL,
	"strategy_id" integer,
	"client_order_id" text NOT NULL,
	"symbol" text NOT NULL,
	"market_type" text NOT NULL,
	"side" text NOT NULL,
	"exchange_order_id" text NOT NULL,
	"exchange_trade_id" text NOT NULL,
	"execution_price" numeric NOT NULL,
	"execution_quantity" numeric NOT NULL,
	"is_maker" boolean,
	"fee" numeric DEFAULT '0' NOT NULL,
	"fee_asset" text,
	"realized_pnl" numeric,
	"source" text NOT NULL,
	"executed_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "trade_executions_identity" UNIQUE("account_id","symbol","exchange_order_id","exchange_trade_id"),
	CONSTRAINT "trade_executions_quantity" CHECK ("trade_executions"."execution_quantity" > 0)
);
--> statement-breakpoint
CREATE TABLE "trades" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"account_id" integer NOT NULL,
	"strategy_id" integer,
	"client_order_id" text NOT NULL,
	"symbol" text NOT NULL,
	"market_type" text NOT NULL,
	"side" text NOT NULL,
	"order_type" text NOT NULL,
	"price" numeric,
	"exchange_order_id" text NOT NULL,
	"order_quantity" numeric NOT NULL,
	"quantity" numeric NOT NULL,
	"average_price" numeric NOT NULL,
	"fee" numeric,
	"fee_asset" text,
	"fees" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"realized_pnl" numeric,
	"status" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "trades_client_order_id" UNIQUE("account_id","client_order_id"),
	CONSTRAINT "trades_quantity" CHECK ("trades"."quantity" > 0),
	CONSTRAINT "trades_status" CHECK ("trades"."status" in ('FILLED', 'CANCELLED', 'EXPIRED'))
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"strategy_id" integer NOT NULL,
	"delivery_id" text NOT NULL,
	"body_hash" text NOT NULL,
	"request" jsonb NOT NULL,
	"workflow_id" text NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"placed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "webhook_deliveries_identity" UNIQUE("strategy_id","delivery_id")
);
--> statement-breakpoint
ALTER TABLE "failed_orders" ADD CONSTRAINT "failed_orders_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "failed_orders" ADD CONSTRAINT "failed_orders_strategy_id_strategies_id_fk" FOREIGN KEY ("strategy_id") REFERENCES "public"."strategies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "open_orders" ADD CONSTRAINT "open_orders_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "open_orders" ADD CONSTRAINT "open_orders_strategy_id_strategies_id_fk" FOREIGN KEY ("strategy_id") REFERENCES "public"."strategies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_tracking_sessions" ADD CONSTRAINT "order_tracking_sessions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "strategies" ADD CONSTRAINT "strategies_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "strategy_positions" ADD CONSTRAINT "strategy_positions_strategy_id_strategies_id_fk" FOREIGN KEY ("strategy_id") REFERENCES "public"."strategies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trade_executions" ADD CONSTRAINT "trade_executions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trade_executions" ADD CONSTRAINT "trade_executions_strategy_id_strategies_id_fk" FOREIGN KEY ("strategy_id") REFERENCES "public"."strategies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trades" ADD CONSTRAINT "trades_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trades" ADD CONSTRAINT "trades_strategy_id_strategies_id_fk" FOREIGN KEY ("strategy_id") REFERENCES "public"."strategies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_strategy_id_strategies_id_fk" FOREIGN KEY ("strategy_id") REFERENCES "public"."strategies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "failed_orders_client_order_id" ON "failed_orders" USING btree ("account_id","client_order_id");--> statement-breakpoint
CREATE INDEX "order_events_order" ON "order_events" USING btree ("account_id","client_order_id","id");--> statement-breakpoint
CREATE INDEX "order_tracking_sessions_account" ON "order_tracking_sessions" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE INDEX "trade_executions_order" ON "trade_executions" USING btree ("account_id","client_order_id");--> statement-breakpoint
CREATE INDEX "trade_executions_position" ON "trade_executions" USING btree ("strategy_id","symbol","executed_at");--> statement-breakpoint
CREATE INDEX "trades_strategy" ON "trades" USING btree ("strategy_id","id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_workflow" ON "webhook_deliveries" USING btree ("workflow_id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_not_started" ON "webhook_deliveries" USING btree ("id") WHERE "webhook_deliveries"."started_at" is null;