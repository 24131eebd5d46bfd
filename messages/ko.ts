import alerts from './ko/alerts.json';
import allocate from './ko/allocate.json';
import automation from './ko/automation.json';
import bundle from './ko/bundle.json';
import claims from './ko/claims.json';
import collect from './ko/collect.json';
import configuration from './ko/configuration.json';
import couriers from './ko/couriers.json';
import errors from './ko/errors.json';
import files from './ko/files.json';
import frame from './ko/frame.json';
import guide from './ko/guide.json';
import history from './ko/history.json';
import home from './ko/home.json';
import invoice from './ko/invoice.json';
import match from './ko/match.json';
import members from './ko/members.json';
import notices from './ko/notices.json';
import notifications from './ko/notifications.json';
import order from './ko/order.json';
import privacy from './ko/privacy.json';
import products from './ko/products.json';
import register from './ko/register.json';
import rules from './ko/rules.json';
import scan from './ko/scan.json';
import search from './ko/search.json';
import settings from './ko/settings.json';
import ship from './ko/ship.json';
import statistics from './ko/statistics.json';
import stock from './ko/stock.json';
import suppliers from './ko/suppliers.json';
import templates from './ko/templates.json';
import ui from './ko/ui.json';
import waybillFiles from './ko/waybillFiles.json';

/** Every namespace of the Korean text, one line each; keys are checked against it by the compiler. */
export const ko = {
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
