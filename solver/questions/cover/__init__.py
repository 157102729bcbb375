"""What of a policy have recorded cases seen deciding, each way?"""
