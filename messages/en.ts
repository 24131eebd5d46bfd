import alerts from './en/alerts.json';
import allocate from './en/allocate.json';
import automation from './en/automation.json';
import bundle from './en/bundle.json';
import claims from './en/claims.json';
import collect from './en/collect.json';
import configuration from './en/configuration.json';
import couriers from './en/couriers.json';
import errors from './en/errors.json';
import files from './en/files.json';
import frame from './en/frame.json';
import guide from './en/guide.json';
import history from './en/history.json';
import home from './en/home.json';
import invoice from './en/invoice.json';
import match from './en/match.json';
import members from './en/members.json';
import notices from './en/notices.json';
import notifications from './en/notifications.json';
import order from './en/order.json';
import privacy from './en/privacy.json';
import products from './en/products.json';
import register from './en/register.json';
import rules from './en/rules.json';
import scan from './en/scan.json';
import search from './en/search.json';
import settings from './en/settings.json';
import ship from './en/ship.json';
import statistics from './en/statistics.json';
import stock from './en/stock.json';
import suppliers from './en/suppliers.json';
import templates from './en/templates.json';
import ui from './en/ui.json';
import waybillFiles from './en/waybillFiles.json';

/** The English text: the keys of the Korean one, which a test compares. */
export const en = {
  alerts,
  allocate,
  automation,
  bundle,
  claims,
  collect,
  configuration,
  couriers,
  errors,
  files,
  frame,
  guide,
  history,
  home,
  invoice,
  match,
  order,
  members,
  notices,
  notifications,
  privacy,
  products,
  register,
  rules,
  scan,
  search,
  settings,
  ship,
  statistics,
  stock,
  suppliers,
  templates,
  ui,
  waybillFiles,
};
