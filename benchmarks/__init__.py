"""Measurements of Doorstep beside what one would pick instead."""
